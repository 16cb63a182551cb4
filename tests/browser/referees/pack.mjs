// Scripts as they travel in visitors' pages: `node pack.mjs FILE…` prints, by file, the script with short names and without what only people read.
// Each stands in a block, so that the short names of one are nobody else's. Why so and not otherwise: docs/decisions/008-scripts-with-short-names.md.
import { readFileSync } from "node:fs";
import { minify } from "terser";

const packed = {};
for (const file of process.argv.slice(2)) {
  const { code } = await minify(readFileSync(file, "utf8"), { ecma: 2020, toplevel: true });
  packed[file] = `{${code.replace(/;$/, "")}}`;
}
process.stdout.write(JSON.stringify(packed));
