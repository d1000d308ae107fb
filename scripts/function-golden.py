#!/usr/bin/env python3
"""Asks a PostgreSQL 15 for the answers that FunctionGoldenTest compares with.

    PGHOST=... PGPORT=... PGUSER=... scripts/function-golden.py golden.tsv

The server must have been made by `initdb --locale=C -E UTF8`. A line of the result is: kind (f function, o operator,
c cast), name, arguments as `type:value` separated by 0x1F, the answer as text (or `!` and its SQLSTATE), its type (or the
message).
"""
import subprocess,sys,itertools
NULL='\\N'
cases=[]
def f(name,*argsets):
    for a in argsets: cases.append(('f',name,[x.split(':',1) for x in a]))
def o(sym,*argsets):
    for a in argsets: cases.append(('o',sym,[x.split(':',1) for x in a]))
def c(target,*vals):
    for v in vals: cases.append(('c',target,[v.split(':',1)]))
def prod(*ls): return [list(t) for t in itertools.product(*ls)]
i2=['int2:'+x for x in ['0','1','-1','7','32767','-32768']]
i4=['int4:'+x for x in ['0','1','-1','13','2147483647','-2147483648']]
i8=['int8:'+x for x in ['0','3','-1','9223372036854775807','-9223372036854775808']]
f8=['float8:'+x for x in ['0','-0','1.5','-2.25','1e300','1e-300','NaN','Infinity','0.1']]
f4=['float4:'+x for x in ['0','1.1','-3.5','3e38','1e-40']]
nu=['numeric:'+x for x in ['0','1','-1.50','2.0','0.001','123456789012345678901234567890.123','99999999.99','NaN','Infinity','1e-10','7']]
tx=['text:'+x for x in ['','abc','ABC','Grüße','a b  c','100%','x_y','%','ab\\\\c']]
for s in '+-*/%':
    o(s,*prod(i4,i4)); o(s,*prod(i2,i2)); o(s,*prod(i8,i8)); o(s,*prod(i4,i8)); o(s,*prod(i2,i4)); o(s,*prod(nu,nu))
    if s!='%': o(s,*prod(f8,f8)); o(s,*prod(f4,f4)); o(s,*prod(f4,f8))
for s in ['=','<>','<','<=','>','>=']:
    o(s,*prod(i4,i8)); o(s,*prod(f8,f8)); o(s,*prod(nu,nu)); o(s,*prod(tx,tx)); o(s,*prod(f4,f8))
    o(s,*prod(['bpchar:ab ','bpchar:ab','bpchar:abc'],['bpchar:ab','bpchar:ab  ']))
    o(s,*prod(['bool:t','bool:f'],['bool:t','bool:f']))
ts=['timestamp:'+x for x in ['2024-02-29 12:34:56.789','2000-01-01','1999-12-31 23:59:59.999999','infinity','-infinity','0044-03-15 BC','2021-03-28 02:30']]
tz=['timestamptz:'+x for x in ['2024-02-29 12:34:56.789+00','2000-01-01 UTC','2021-03-28 02:30','2021-10-31 02:30','infinity','1970-01-01 00:00:00+05:30']]
da=['date:'+x for x in ['2024-02-29','2000-01-01','1999-12-31','infinity','0044-03-15 BC','2020-01-31']]
iv=['interval:'+x for x in ['1 day','1 mon','-1 year 2 days','04:05:06.789','1 year 2 mons 3 days -04:00:00','0','30 days 24 hours']]
ti=['time:'+x for x in ['00:00','12:34:56.789','24:00:00','23:59:59.999999']]
tt=['timetz:'+x for x in ['00:00+00','12:34:56.789-05','23:59:59+02']]
for s in ['=','<','>=']:
    o(s,*prod(ts,ts)); o(s,*prod(da,ts)); o(s,*prod(tz,da)); o(s,*prod(tz,ts)); o(s,*prod(iv,iv)); o(s,*prod(ti,ti)); o(s,*prod(tt,tt))
o('+',*prod(ts,iv)); o('-',*prod(ts,iv)); o('+',*prod(tz,iv)); o('-',*prod(tz,tz)); o('-',*prod(ts,ts)); o('-',*prod(da,da)); o('+',*prod(da,['int4:5','int4:-400'])); o('+',*prod(da,iv)); o('+',*prod(da,ti)); o('+',*prod(ti,iv)); o('-',*prod(ti,ti)); o('+',*prod(iv,iv)); o('-',*prod(iv,iv)); o('*',*prod(iv,['float8:1.5','float8:-2','float8:0.333'])); o('/',*prod(iv,['float8:1.5','float8:0','float8:7'])); o('+',*prod(tt,iv)); o('+',*prod(da,tt))
for s in ['&','|','#','<<','>>']:
    o(s,*prod(i4,['int4:3','int4:33','int4:-1'] )); 
f('int4um',*[[x] for x in i4]); 
for n in ['abs','sign','ceil','floor','round','trunc','sqrt','exp','ln','log','cbrt','degrees','radians','sin','cos','tan','asin','acos','atan','sinh','sind','cosd','tand','acosd']:
    if n in ['abs','sign','ceil','floor','round','trunc','sqrt','exp','ln','log']: f(n,*[[x] for x in nu+['numeric:2.5','numeric:-2.5','numeric:10','numeric:0.5','numeric:1234.5678']])
    if n not in ['exp']: f(n,*[[x] for x in f8+['float8:0.5','float8:2.5','float8:30','float8:60']])
f('round',*prod(nu,['int4:0','int4:2','int4:-2'])); f('trunc',*prod(nu,['int4:0','int4:1','int4:-1']))
f('power',*prod(['numeric:2','numeric:0','numeric:-3','numeric:1.5','numeric:10'],['numeric:0','numeric:3','numeric:-2','numeric:0.5','numeric:10'])); f('power',*prod(f8,['float8:2','float8:0.5','float8:-1','float8:0']))
f('mod',*prod(nu,nu[1:4])); f('div',*prod(nu,nu[1:4])); f('gcd',*prod(i4,i4)); f('lcm',*prod(i8[:3],i8[:3])); f('factorial',['int8:5'],['int8:-1'],['int8:25'])
f('log',*prod(['numeric:2','numeric:10','numeric:0.5'],['numeric:64','numeric:100','numeric:3','numeric:0']))
f('scale',*[[x] for x in nu]); f('trim_scale',*[[x] for x in nu]+[['numeric:1.500']]); f('min_scale',*[[x] for x in nu])
f('width_bucket',['float8:5.35','float8:0.024','float8:10.06','int4:5'],['numeric:5.35','numeric:0.024','numeric:10.06','int4:5'],['float8:1','float8:1','float8:1','int4:5'],['float8:1','float8:0','float8:5','int4:0'])
f('to_hex',['int4:255'],['int4:-1'],['int8:255'])
# casts
for t in ['int2','int4','int8','float4','float8','numeric','text','bool','varchar']:
    for v in i2+i4+i8+nu+f8+f4: c(t,v)
for t in ['int4','numeric','float8','float4','bool','date','timestamp','timestamptz','time','timetz','interval','uuid','bytea','json','jsonb','inet','cidr','varbit','_int4','_text','int4range','numrange','daterange','oid','money','name','"char"','int2','int8','pg_lsn','int2vector','oidvector','tsrange','_numeric','_timestamp','regtype']:
    vals={'int4':['1',' 42 ','-7','abc','','99999999999','1.5','+5','0x1'],'int2':['32767','32768','x'],'int8':['9223372036854775807','9223372036854775808','-9223372036854775808'],'numeric':['1.50','-0.0','1e5','1e-5','.5','5.','abc','NaN','inf','-Infinity','1e','  3.2  ','1_000','00012.500'],'float8':['1','1.5','1e400','1e-400','abc','NaN','inf','-infinity','4.9e-324','1e15','1e14','123456789012345678','0.0001','0.00001','1e23','-0','.5','1.','1e+5','2.2250738585072014e-308','1.7976931348623157e308'],'float4':['1','1.1','1e39','16777217','1e6','1e5','123456.7','0.00001','3.4028235e38','1e-45','1e-46'],'bool':['t','true','yes','on','1','f','false','no','off','0','TRUE',' true ','o','2',''],
'date':['2024-02-29','2023-02-29','1/18/1999','18/1/1999','Jan 8, 1999','8 January 1999','1999-Jan-08','Jan-08-1999','08-Jan-1999','19990108','990108','1999.008','J2451187','January 8, 99 BC','2024-13-01','infinity','-infinity','epoch','today x','foo','99-01-08','1999-01-08 04:05','5874898-01-01','4714-11-23 BC','Thu Jan 8 1999','','0000-01-01','2024-2-3','20240230','2024-01-01 BC'],
'timestamp':['2024-02-29 12:34:56.789','2024-02-29T12:34:56Z','2024-02-29 12:34','2024-02-29 25:00','20240229T123456','20240229 123456','Feb 29 12:34:56 2024','2024-02-29 12:34:56 PM','2024-02-29 04:05 PM','2024-02-29 13:05 PM','2024-02-29 12:34:56.1234567','2024-02-29 24:00','2024-02-29 23:59:60','infinity','epoch','2024-02-29 12:34:56+02','2024-02-29 12:34:56 America/New_York','Wed Jan 10 17:32:01 1996 PST','294277-01-01','10000-01-01','4714-11-24 BC','2024-02-29 12:3','now x'],
'timestamptz':['2024-02-29 12:34:56+02','2024-02-29 12:34:56','2024-07-01 12:34:56','2024-02-29 12:34:56 EST','2024-02-29 12:34:56 America/New_York','2024-02-29 12:34:56-03:30','2024-02-29T12:34:56Z','2024-02-29 12:34:56+0530','2024-02-29 12:34:56+25','2024-02-29 12:34:56 Foo/Bar','2024-02-29 12:34:56 foo','Thu Feb 29 12:34:56 2024 CET','2024-02-29 12:34:56 UTC+3','1900-01-01 00:00','1800-01-01'],
'time':['04:05:06.789','04:05','040506','04:05 AM','04:05 PM','16:05 PM','24:00','24:00:01','25:00','12:60','foo','2024-01-01 04:05:06','04:05:06+02','allballs'],
'timetz':['04:05:06.789-3','04:05:06-08:00','04:05:06 PST','040506+0730','2024-07-01 04:05:06 America/New_York','04:05Z','foo'],
'interval':['1 year 2 mons 3 days 4 hours 5 mins 6.789 secs','1-2','3 4:05:06','P1Y2M3DT4H5M6S','P0001-02-03T04:05:06','1.5 days','1.5 months','1.5 years','2 weeks ago','@ 1 minute','-1 day 02:03','1 day -02:03:04','12:34','1 12:34','1.5 weeks','5','1e3 days','foo','','1 fortnight','100 years','1 century','2 decades','1.25 hours','100 ms','5 us','-0.5 seconds','P1W','PT1.5S','1 day 1 day','1:2:3:4','24:60','+1 day','1 mon -1 day','2147483648 months'],
'uuid':['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11','A0EEBC999C0B4EF8BB6D6BB9BD380A11','{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}','a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11','foo','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111'],
'bytea':['\\\\xDEADBEEF','abc','\\\\x','\\\\xD','\\\\xZZ','a\\\\000b','a\\\\\\\\b','a\\\\9'],
'json':['{"a":1}','[1,2','{"a" : [1, null, true, "x"]}','nul','01','-1.5e3','"\\\\u00e9"','{"a":1,}','','  1 ','{"a":1} x','[1,]','"a','{1:2}','tru'],
'jsonb':['{"b":1,"a":[1, 2.50, null, true, "x\\\\n"],"a":2}','1.00','"\\\\u00e9"','"\\\\u0000"','{}','[]','1e3','-0','[1,2','{"aa":1,"b":2,"c":{}}','"\\\\ud83d\\\\ude00"','"\\\\ud83d"','1e400'],
'inet':['192.168.1.1','192.168.1.1/24','10.0.0.0/8','::1','2001:db8::ff00:42:8329/64','::ffff:1.2.3.4','1.2.3','1.2.3.256','1.2.3.4/33','fe80::1::2','::'],'cidr':['192.168.1.0/24','192.168.1.1/24','10','10.1','192.168/16','2001:db8::/32','128.1','224.0.0.0'],
'varbit':['101','x1f','xg',''],
'_int4':['{1,2,3}','{}','{{1,2},{3,4}}','[0:2]={1,2,3}','{1,NULL,3}','{1,2','{a}','1,2','{1,{2}}','{{1,2},{3}}','{1,,2}','{1} x','{{}}','[1:2]={1}',' { 1 , 2 } '],'_text':['{a,b c,"d,e"}','{"a\\\\"b",NULL,"NULL",""}','{ x , y }','{"}','{a"b}','{a\\\\,b}'],'_numeric':['{1.50,2,NaN}'],'_timestamp':['{2024-01-01,"2024-01-01 12:00"}'],
'int4range':['[1,5)','(1,5]','[1,1]','(1,1)','empty','[,5]','(,)','[5,1]','[1,5','1,5','[a,5)'],'numrange':['[1.5,2.5]','(1,1)','[1,]','empty'],'daterange':['[2024-01-01,2024-02-01]','(2024-01-01,)','[infinity,infinity]'],'tsrange':['[2024-01-01 00:00,2024-01-02 00:00)'],
'oid':['1','-1','4294967295','4294967296','x'],'money':['$1,234.56','-5','(3.1)','x'],'name':['abc','x'*70],'"char"':['a','','abc','\\\\101'],'pg_lsn':['16/B374D848','x'],'int2vector':['1 2 3','',],'oidvector':['1 2'],'regtype':['integer','int[]','varchar(10)','timestamp with time zone','foo','pg_catalog.int4','"char"']}.get(t,[])
    for v in vals: c(t,'unknown:'+v)
for v in ts+tz+da+iv+ti+tt:
    for t in ['text','date','timestamp','timestamptz','time','timetz','interval']: c(t,v)
# text
for n in ['lower','upper','initcap','length','char_length','octet_length','bit_length','reverse','ascii','md5','quote_ident','quote_literal','btrim','ltrim','rtrim']:
    f(n,*[[x] for x in tx+['text: pad ','text:select','text:it\'s']])
o('||',*prod(tx[:4],tx[:4])); o('||',['text:a','int4:1'],['int4:1','text:a'],['text:x','bool:t'],['numeric:1.50','text:y'])
pats=['text:'+x for x in ['%','a%','%c','_b_','%b%','abc','','a_c%','%%','\\\\%','%\\\\%','A%','__','%ü%']]
for s in ['~~','!~~','~~*','!~~*']: o(s,*prod(tx,pats))
rx=['text:'+x for x in ['a','^a','c$','[a-c]+','(b)(c)','\\\\d+','x.y','a|b','[[:upper:]]','(','[a','a{2}','*a','\\\\mabc\\\\M','.*','(?i)ABC','a+?','^$']]
for s in ['~','!~','~*']: o(s,*prod(tx,rx))
f('regexp_replace',*prod(tx[1:5],rx[:6],['text:<\\\\1>','text:X','text:[\\\\&]'])); f('regexp_replace',*prod(['text:abcabc','text:foobarbaz'],['text:b','text:b..','text:a*'],['text:X'],['text:g','text:gi','text:z','text:']))
f('regexp_match',*prod(tx[1:],rx[:6])); f('regexp_split_to_array',['text:a,b,,c','text:,'],['text:hello world','text:\\\\s+'],['text:abc','text:'],['text:the quick','text:\\\\s*']); f('regexp_count',['text:abcabc','text:b'],['text:aaa','text:a','int4:2']); f('regexp_instr',['text:abcabc','text:c'],['text:abcabc','text:c','int4:4'],['text:abcabc','text:(b)(c)','int4:1','int4:2','int4:1','text:','int4:1']); f('regexp_substr',['text:abc','text:b.'],['text:abc','text:z']); f('regexp_like',['text:abc','text:B'],['text:abc','text:B','text:i'])
f('substring',*prod(tx,['int4:2','int4:-1','int4:0'])); f('substring',*prod(tx,['int4:2','int4:-1'],['int4:2','int4:-1','int4:100'])); f('substring',*prod(tx[1:5],rx[:5]))
f('substr',['text:hello','int4:2','int4:3']); f('left',*prod(tx,['int4:2','int4:-1','int4:0'])); f('right',*prod(tx,['int4:2','int4:-1','int4:0']))
f('lpad',*prod(tx[:5],['int4:6','int4:2','int4:-1'],['text:xy','text:'])); f('rpad',*prod(tx[:5],['int4:6','int4:2'],['text:xy'])); f('lpad',['text:a','int4:3'])
f('position',*prod(tx,['text:b','text:','text:ß'])); f('strpos',*prod(tx,['text:c'])); f('replace',*prod(tx,['text:b','text:'],['text:ZZ'])); f('translate',['text:12345','text:143','text:ax'],['text:abc','text:','text:x']); f('split_part',*prod(['text:a,b,c','text:'],['text:,','text:','text:x'],['int4:1','int4:2','int4:-1','int4:0','int4:9'])); f('repeat',['text:ab','int4:3'],['text:ab','int4:-1']); f('overlay',['text:Txxxxas','text:hom','int4:2','int4:4'],['text:abc','text:X','int4:0']); f('chr',['int4:65'],['int4:0'],['int4:8364'],['int4:-1'],['int4:1114112'])
f('concat',['text:a','int4:1','bool:t',"float8:1.5"],['text:x']); f('concat_ws',['text:,','text:a','int4:2','date:2024-01-01']); f('format',['text:Hello %s, %1$s %I %L','text:World','text:a b',"text:it's"],['text:%5s|%-5s|','text:ab','text:cd'],['text:%d','int4:1'],['text:%s']); f('starts_with',['text:abc','text:ab']); f('btrim',['text:xxabcxx','text:x']); f('to_hex',['int4:10'])
f('encode',*prod(['bytea:\\\\xdeadbeef00ff'],['text:hex','text:base64','text:escape','text:foo'])); f('decode',['text:deadbeef','text:hex'],['text:3q2+7w==','text:base64'],['text:zz','text:hex']); f('sha256',['bytea:abc']); f('get_byte',['bytea:\\\\x0102','int4:1'],['bytea:\\\\x01','int4:5']); f('set_byte',['bytea:\\\\x0102','int4:1','int4:255']); f('length',['bytea:\\\\x0102']); f('substring',['bytea:\\\\x010203','int4:2','int4:1']); o('||',['bytea:\\\\x01','bytea:\\\\x02'])
for fl in ['year','month','day','hour','minute','second','milliseconds','microseconds','epoch','dow','isodow','doy','week','isoyear','quarter','decade','century','millennium','julian','timezone','foo']:
    f('extract',*prod(['text:'+fl],ts+tz+da+iv+ti+tt)) ; f('date_part',*prod(['text:'+fl],ts[:3]+tz[:2]+iv[:4]))
    f('date_trunc',*prod(['text:'+fl],ts+tz[:4]+iv))
f('age',*prod(ts[:4],ts[:4])); f('age',*prod(tz[:4],tz[:4])); f('make_date',['int4:2024','int4:2','int4:29'],['int4:2023','int4:2','int4:29'],['int4:-44','int4:3','int4:15']); f('make_time',['int4:8','int4:15','float8:23.5'],['int4:25','int4:0','float8:0']); f('make_timestamp',['int4:2013','int4:7','int4:15','int4:8','int4:15','float8:23.5']); f('make_timestamptz',['int4:2013','int4:7','int4:15','int4:8','int4:15','float8:23.5'],['int4:2013','int4:7','int4:15','int4:8','int4:15','float8:23.5','text:America/New_York']); f('justify_days',*[[x] for x in iv]); f('justify_hours',*[[x] for x in iv]); f('justify_interval',*[[x] for x in iv]); f('date_bin',['interval:15 minutes','timestamp:2020-02-11 15:44:17','timestamp:2001-01-01'],['interval:0','timestamp:2020-02-11 15:44:17','timestamp:2001-01-01']); f('to_timestamp',['float8:1284352323.5'],['float8:0']); f('timezone',*prod(['text:America/New_York','text:UTC','text:foo','text:EST'],ts[:3]+tz[:4])); f('isfinite',*[[x] for x in ts+da]); f('make_interval',['int4:1','int4:2','int4:3','int4:4','int4:5','int4:6','float8:7.5'])
# resolution errors
o('+',['int4:1','text:a'],['text:a','text:b'],['bool:t','int4:1'],['unknown:1','unknown:2'],['int4:1','unknown:2'],['unknown:1.5','int4:2'],['date:2024-01-01','unknown:1 day'],['date:2024-01-01','float8:1'],['int4:1','bool:t'])
o('=',['int4:1','text:1'],['unknown:a','unknown:b'],['date:2024-01-01','unknown:2024-01-01'],['json:1','json:1'])
f('foo',['int4:1']); f('lower',['int4:1']); f('abs',['unknown:-5'],['text:5'],['unknown:x']); f('sqrt',['int4:4'],['unknown:4']); f('round',['float8:1.5','int4:1'],['int4:5'],['float4:2.5']); f('length',['int4:5'],['unknown:abc'],['varchar:abc '],['bpchar:abc ']); f('mod',['int2:7','int4:3'],['int8:7','numeric:2']); f('greatest_foo',['int4:1'])
f('power',['int4:2','int4:10'],['float4:2','int4:2'],['unknown:2','unknown:3']); f('substring',['varchar:hello','int4:2']); f('int4',['text:5'],['float8:2.5'],['unknown:7']); f('text',['int4:5'],['bool:t']); f('date',['timestamp:2024-02-29 12:00'],['unknown:2024-01-01']); f('to_char_foo',['int4:1'])
ar=['_int4:'+x for x in ['{1,2,3}','{}','{{1,2},{3,4}}','[0:2]={1,2,3}','{1,NULL,3}','{3}']]
for s in ['=','<','@>','<@','&&','||']: o(s,*prod(ar,ar))
o('||',*prod(ar,['int4:5'])); o('||',*prod(['int4:5'],ar)); o('@>',['_text:{a,b}','_text:{a}'],['_int4:{1}','unknown:{1}'],['_int4:{1}','_int8:{1}']); o('||',['_int4:{1}','int8:5'],['_text:{a}','unknown:b'],['_text:{a}','text:b'])
for n in ['array_length','array_lower','array_upper']: f(n,*prod(ar,['int4:1','int4:2','int4:0']))
for n in ['array_ndims','array_dims','cardinality']: f(n,*[[x] for x in ar])
f('array_to_string',*prod(ar,['text:,'])); f('array_to_string',*prod(ar,['text:,'],['text:*'])); f('string_to_array',['text:a,b,c','text:,'],['text:','text:,'],['text:abc','text:'],['text:a,,b','text:,','text:']); f('array_position',*prod(ar,['int4:3'])); f('array_positions',*prod(ar,['int4:3'])); f('array_remove',*prod(ar[:2],['int4:3'])); f('array_replace',*prod(ar,['int4:3'],['int4:9'])); f('trim_array',*prod(ar,['int4:1'])); f('array_append',*prod(ar,['int4:7'])); f('array_cat',*prod(ar,ar)); f('array_fill',['int4:7','_int4:{2,2}'],['int4:7','_int4:{3}','_int4:{0}']); f('width_bucket',['int4:5','_int4:{1,4,7}']); f('num_nulls',['int4:1','text:a'])
rg=['int4range:'+x for x in ['[1,5)','[3,8)','empty','(,4)','[5,)','(,)','[7,9]']]
for s in ['=','<','@>','<@','&&','<<','>>','&<','&>','-|-','+','*','-']: o(s,*prod(rg,rg))
o('@>',*prod(rg,['int4:3','int4:5'])); o('<@',*prod(['int4:3'],rg))
for n in ['lower','upper','isempty','lower_inc','upper_inc','lower_inf','upper_inf']: f(n,*[[x] for x in rg])
f('range_merge',*prod(rg[:3],rg[:3])); f('int4range',['int4:1','int4:5'],['int4:1','int4:5','text:[]'],['int4:5','int4:1'],['int4:1','int4:5','text:x']); f('numrange',['numeric:1.5','numeric:2.5','text:(]']); f('daterange',['date:2024-01-01','date:2024-02-01','text:[]'])
nt=['inet:'+x for x in ['192.168.1.5','192.168.1.0/24','10.0.0.0/8','::1','2001:db8::/32']]
for s in ['=','<','<<','<<=','>>','>>=','&&','&','|','-']: o(s,*prod(nt,nt))
o('+',*prod(nt,['int8:5'])); o('-',*prod(nt,['int8:5']))
for n in ['host','abbrev','masklen','family','network','netmask','hostmask','broadcast','text']: f(n,*[[x] for x in nt])
f('set_masklen',*prod(nt,['int4:16','int4:99'])); f('inet_merge',*prod(nt,nt))
bt=['varbit:'+x for x in ['1010','1100','','11111111101']]
for s in ['&','|','#','||','=','<']: o(s,*prod(bt,bt))
for s in ['<<','>>']: o(s,*prod(bt,['int4:1','int4:9','int4:-1']))
for n in ['length','octet_length','bit_length','bit_count']: f(n,*[[x] for x in bt])
f('get_bit',*prod(bt,['int4:0','int4:3'])); f('substring',*prod(bt,['int4:2'],['int4:2'])); f('set_bit',['varbit:1010','int4:1','int4:1']); c('int4',*bt)
js=['jsonb:'+x for x in ['{"a":{"b":[1,2,{"c":null}]},"d":"x"}','[1,"a",null,true,{"k":1}]','"str"','12.50','null','{}','[]']]
jt=['json:'+x[6:] for x in js]
for s in ['->','->>']: o(s,*prod(js+jt,['text:a','int4:0','int4:-1','int4:4','text:d']))
for s in ['#>','#>>']: o(s,*prod(js+jt,['_text:{a,b}','_text:{a,b,2,c}','_text:{0}','_text:{}','_text:{a,b,-1}']))
for s in ['@>','<@','=','<','>','||']: o(s,*prod(js,js))
for s in ['?']: o(s,*prod(js,['text:a','text:str','text:k']))
for s in ['?|','?&']: o(s,*prod(js,['_text:{a,d}','_text:{a,zz}','_text:{}']))
o('-',*prod(js,['text:a','int4:0','_text:{a,d}'])); o('#-',*prod(js,['_text:{a,b}','_text:{1}','_text:{a,b,0}']))
for n in ['jsonb_typeof','jsonb_array_length','jsonb_pretty','jsonb_strip_nulls']: f(n,*[[x] for x in js])
for n in ['json_typeof','json_array_length','json_strip_nulls']: f(n,*[[x] for x in jt])
f('jsonb_set',*prod(js[:2],['_text:{a}','_text:{a,b,0}','_text:{zz}','_text:{1}','_text:{-1}'],['jsonb:9'])); f('jsonb_set',['jsonb:{"a":1}','_text:{b}','jsonb:2','bool:f']); f('jsonb_insert',['jsonb:{"a":[0,1]}','_text:{a,1}','jsonb:"n"'],['jsonb:{"a":[0,1]}','_text:{a,1}','jsonb:"n"','bool:t'],['jsonb:{"a":1}','_text:{a}','jsonb:2'])
f('to_json',['int4:5'],['text:a"b'],['bool:t'],['numeric:1.50'],['_int4:{1,NULL}'],['timestamp:2024-01-01 12:00'],['date:2024-01-01'],['json:{"a" : 1}'],['float8:NaN'],['timestamptz:2024-01-01 12:00+00'],['_text:{{a,b},{c,d}}'],['interval:1 day']); f('to_jsonb',['int4:5'],['text:a"b'],['bool:t'],['numeric:1.50'],['_int4:{1,NULL}'],['timestamp:2024-01-01 12:00'],['json:{"a" : 1}'],['float8:1.5'])
f('json_build_object',['text:a','int4:1','text:b','_int4:{1,2}'],['text:a'],['int4:1','bool:t']); f('jsonb_build_object',['text:a','int4:1','text:b','_int4:{1,2}'],['text:a']); f('json_build_array',['int4:1','text:x','bool:t']); f('jsonb_build_array',['int4:1','text:x','numeric:1.50']); f('json_object',['_text:{a,1,b,2}'],['_text:{{a,1},{b,2}}'],['_text:{a,b}','_text:{1,2}'],['_text:{a}']); f('jsonb_object',['_text:{a,1,b,2}'],['_text:{a,b}','_text:{1,2}']); f('array_to_json',['_int4:{1,2}'],['_int4:{{1,2},{3,4}}']); f('jsonb_extract_path',['jsonb:{"a":{"b":5}}','text:a','text:b']); f('json_extract_path_text',['json:{"a":{"b":"x"}}','text:a','text:b'])
for t in ['int4','numeric','float8','bool','text','int8']: c(t,*js); c(t,'jsonb:5','jsonb:true','jsonb:5.7')
c('jsonb',*jt); c('json',*js)
jp=['jsonpath:'+x for x in ['$','$.a','$.a.b[*]','$.a.b[1]','$[*]','$.a.b[last]','$[0 to 1]','$.**','$.a.b[*] ? (@ > 1)','$.d ? (@ starts with "x")','$.a.b.size()','$.*','$[*].type()','$.zz','strict $.zz','$.a.b[0] + 3','-$.a.b[0]','$[*] ? (@ == 1 || @ == "a")','$.a ? (exists (@.b))','$[*] ? (@ like_regex "^a")','$.a.b[*].double()','$.keyvalue()','$ == 1','($.a.b[0] == 1)','$.a.b[*] ? (@ > $x)']]
for n in ['jsonb_path_exists','jsonb_path_query_array','jsonb_path_query_first','jsonb_path_match']: f(n,*prod(js[:4],jp))
c('jsonpath',*['unknown:'+x[9:] for x in jp]); c('jsonpath','unknown:$.','unknown:','unknown:$.a[','unknown:a')
fm=['YYYY-MM-DD HH24:MI:SS.US','Day, DDth Month YYYY','FMDay, FMDDth FMMonth YYYY','HH12:MI AM','IYYY-IW-ID','Q','DDD','J','CC','TZ','OF','Dy Mon','MS','SSSS','y,yyy','W WW','RM rm','"literal" YYYY','BC','D','a.m.','FMMM/FMDD/YY','TMMonth','FF3','YYYYth','MONTH mon DAY dy']
for x in fm: f('to_char',*prod(ts[:5],['text:'+x])); f('to_char',*prod(tz[:2],['text:'+x])); 
for x in ['YYYY MM DD HH24:MI:SS','FMHH24','DD','SSSS','HH12']: f('to_char',*prod(iv,['text:'+x]))
nf=['999','999.99','099.9','FM999.00','S999','999MI','999PR','L999','9,999','9.99EEEE','RN','FMRN','000','$999','999th','V99','99V99','FM9,999,999.99','SG99','PL99','B999','"x"999','99.9S','990.0','FM0.009','9G999D99']
for x in nf: f('to_char',*prod(['int4:0','int4:12','int4:-485','int4:1234','numeric:12.345','numeric:-0.5','float8:148.5','int8:123456789','numeric:0.1','float8:-1234.5678'],['text:'+x]))
for a in [('2024-02-29','YYYY-MM-DD'),('29 Feb 2024','DD Mon YYYY'),('20240229','YYYYMMDD'),('2024-060','YYYY-DDD'),('12/31/99','MM/DD/YY'),('2024-13-01','YYYY-MM-DD'),('2024-02-30','YYYY-MM-DD'),('foo','YYYY'),('44 BC','YYYY BC'),('2024 W09','IYYY "W"IW'),('March 5 2024','Month DD YYYY'),('2460370','J'),('24-2-9','YY-MM-DD')]: f('to_date',['text:'+a[0],'text:'+a[1]])
for a in [('2024-02-29 12:34:56','YYYY-MM-DD HH24:MI:SS'),('2024-02-29 01:34 PM','YYYY-MM-DD HH12:MI AM'),('2024-02-29 12:34:56.789','YYYY-MM-DD HH24:MI:SS.MS'),('2024-02-29 12:34:56.123456','YYYY-MM-DD HH24:MI:SS.US'),('2024-02-29 25:00','YYYY-MM-DD HH24:MI'),('05 Dec 2000','DD Mon YYYY'),('2024-02-29 12:34:56+05','YYYY-MM-DD HH24:MI:SSTZH'),('12:34','HH12:MI'),('13:34','HH12:MI')]: f('to_timestamp',['text:'+a[0],'text:'+a[1]])
for a in [('12,345.67','99,999.99'),('-12.5','99.9'),('12.5-','99.9S'),('$1,234','L9,999'),('CDLXXXV','RN'),('  42','9999'),('<12>','99PR'),('1234','999'),('abc','999'),('1.5e3','9.9EEEE'),('0012','9999')]: f('to_number',['text:'+a[0],'text:'+a[1]])
def lit(s): return "E'"+s.replace("'","\\'")+"'"
def expr(k,n,a):
    def arg(t,v):
        if t=='unknown': return lit(v) if v!=NULL else 'NULL'
        if t=='bpchar': t='bpchar'
        return ('cast(%s as %s)'%(lit(v) if v!=NULL else 'NULL', t if t!='char' else '"char"'))
    if k=='o': return '(%s) OPERATOR(pg_catalog.%s) (%s)'%(arg(*a[0]),n,arg(*a[1])) if len(a)==2 else 'OPERATOR(pg_catalog.%s) (%s)'%(n,arg(*a[0]))
    if k=='c': return 'cast(%s as %s)'%(arg(*a[0]),n)
    if n in('position',) : return 'pg_catalog."position"(%s)'%', '.join(arg(*x) for x in a)
    if n=='extract' : return 'pg_catalog.extract(%s)'%', '.join(arg(*x) for x in a)
    return '"%s"(%s)'%(n,', '.join(arg(*x) for x in a))
sql="""set timezone='Europe/Berlin'; set datestyle='ISO, MDY'; set client_min_messages=error;
create or replace function pg_temp.ev(e text) returns text language plpgsql as $$
declare r text; t text;
begin execute 'select ('||e||')::text, pg_typeof('||e||')::text' into r,t; return coalesce(replace(replace(replace(replace(r,E'\\\\',E'\\\\\\\\'),E'\\n',E'\\\\n'),E'\\t',E'\\\\t'),E'\\r',E'\\\\r'),'<NULL>')||E'\\t'||t; exception when others then return '!'||SQLSTATE||E'\\t'||replace(SQLERRM,E'\\n',' '); end $$;
"""
seen=set(); out=[]
for k,n,a in cases:
    key=(k,n,tuple(map(tuple,a)))
    if key in seen: continue
    seen.add(key); out.append((k,n,a))
for k,n,a in out:
    sql+="select pg_temp.ev(E'%s');\n"%expr(k,n,a).replace('\\','\\\\').replace("'","\\'")
p=subprocess.run(['psql','-AtXq'],input=sql,capture_output=True,text=True)
lines=p.stdout.split('\n')[:-1]
if p.stderr: print(p.stderr[:2000])
print(len(lines),len(out))
with open(sys.argv[1],'w') as w:
    for (k,n,a),l in zip(out,lines):
        w.write('\t'.join([k,n,'\x1f'.join(t+':'+v for t,v in a),l])+'\n')
