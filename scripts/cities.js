// Writes the cities of the npm package in folder argv[2] as CSV to the file argv[3], with a header:
// id,name,country,region,population,latitude,longitude; in the package's order, which is not by id; of the few ids that it has twice the first.
const fs = require('fs');
const path = require('path');

const [folder, file] = process.argv.slice(2);
const quote = (text) => (/[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text);
const lines = ['id,name,country,region,population,latitude,longitude'];
const seen = new Set();
for (const city of require(path.resolve(folder))) {
  if (seen.has(city.cityId)) continue;
  seen.add(city.cityId);
  const [longitude, latitude] = city.loc.coordinates;
  lines.push([city.cityId, quote(city.name), city.country, quote(city.adminCode), city.population, latitude, longitude].join(','));
}
fs.writeFileSync(file, lines.join('\n') + '\n');
