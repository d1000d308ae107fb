package dev.reckon.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A certificate that signs itself (RFC 5280 section 4.1), which the JDK can use but has no public
/// way to make. It encrypts; clients that want to know whom they talk to must be given it.
///
/// @param certificate in DER; belongs to the record
record SelfSignedCertificate(byte[] certificate, PrivateKey key) {
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private static final int TAG_BOOLEAN = 0x01;
    private static final int TAG_INTEGER = 0x02;
    private static final int TAG_BIT_STRING = 0x03;
    private static final int TAG_OCTET_STRING = 0x04;
    private static final int TAG_OBJECT_IDENTIFIER = 0x06;
    private static final int TAG_UTF8_STRING = 0x0c;
    private static final int TAG_UTC_TIME = 0x17;
    private static final int TAG_SEQUENCE = 0x30;
    private static final int TAG_SET = 0x31;

    /// Context tags: the version and the extensions of a certificate, a name or address in one.
    private static final int TAG_VERSION = 0xa0;

    private static final int TAG_EXTENSIONS = 0xa3;
    private static final int TAG_DNS_NAME = 0x82;
    private static final int TAG_IP_ADDRESS = 0x87;

    /// 1.2.840.10045.4.3.2, ecdsa-with-SHA256
    private static final byte[] ECDSA_WITH_SHA256 = {
        0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
    };

    /// 2.5.4.3, commonName
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

    /// 2.5.29.17, subjectAltName
    private static final byte[] SUBJECT_ALTERNATIVE_NAME = {0x55, 0x1d, 0x11};

    /// 2.5.29.19, basicConstraints
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1d, 0x13};

    private static final byte[] VERSION_3 = {2};
    private static final byte[] TRUE = {(byte) 0xff};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Makes a key on the curve P-256 and a certificate for a host, `localhost` and both loopback
    /// addresses.
    static SelfSignedCertificate make(String host) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();

        byte[] algorithm = der(TAG_SEQUENCE, der(TAG_OBJECT_IDENTIFIER, ECDSA_WITH_SHA256));
        byte[] body = body(host, keys, algorithm);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(body);
        byte[] certificate =
                der(TAG_SEQUENCE, body, algorithm, der(TAG_BIT_STRING, bits(signature.sign())));
        return new SelfSignedCertificate(certificate, keys.getPrivate());
    }

    private static byte[] body(String host, KeyPair keys, byte[] algorithm) {
        byte[] name =
                der(
                        TAG_SEQUENCE,
                        der(
                                TAG_SET,
                                der(
                                        TAG_SEQUENCE,
                                        der(TAG_OBJECT_IDENTIFIER, COMMON_NAME),
                                        der(TAG_UTF8_STRING, host.getBytes(UTF_8)))));
        Instant now = Instant.now();
        byte[] validity =
                der(TAG_SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(VALIDITY)));
        byte[] extensions =
                der(
                        TAG_EXTENSIONS,
                        der(
                                TAG_SEQUENCE,
                                extension(
                                        BASIC_CONSTRAINTS,
                                        der(TAG_SEQUENCE, der(TAG_BOOLEAN, TRUE))),
                                extension(SUBJECT_ALTERNATIVE_NAME, alternativeNames(host))));
        byte[] serial = new BigInteger(127, new SecureRandom()).add(BigInteger.ONE).toByteArray();
        return der(
                TAG_SEQUENCE,
                der(TAG_VERSION, der(TAG_INTEGER, VERSION_3)),
                der(TAG_INTEGER, serial),
                algorithm,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                extensions);
    }

    private static byte[] alternativeNames(String host) {
        boolean isAddress = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        byte[] hostName =
                isAddress
                        ? der(TAG_IP_ADDRESS, address(host))
                        : der(TAG_DNS_NAME, host.getBytes(UTF_8));
        return der(
                TAG_SEQUENCE,
                hostName,
                der(TAG_DNS_NAME, "localhost".getBytes(UTF_8)),
                der(TAG_IP_ADDRESS, address("127.0.0.1")),
                der(TAG_IP_ADDRESS, address("::1")));
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + text, e);
        }
    }

    private static byte[] extension(byte[] identifier, byte[] content) {
        return der(
                TAG_SEQUENCE,
                der(TAG_OBJECT_IDENTIFIER, identifier),
                der(TAG_OCTET_STRING, content));
    }

    private static byte[] time(Instant instant) {
        return der(TAG_UTC_TIME, TIME.format(instant).getBytes(UTF_8));
    }

    /// A bit string's content begins with the number of unused bits: none.
    private static byte[] bits(byte[] content) {
        byte[] bits = new byte[content.length + 1];
        System.arraycopy(content, 0, bits, 1, content.length);
        return bits;
    }

    /// Encodes one value of DER: tag, length, contents.
    private static byte[] der(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        var encoded = new ByteArrayOutputStream(length + 6);
        encoded.write(tag);
        if (length < 0x80) {
            encoded.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            encoded.write(0x80 | digits.length - from);
            encoded.write(digits, from, digits.length - from);
        }
        for (byte[] content : contents) {
            encoded.writeBytes(content);
        }
        return encoded.toByteArray();
    }
}
