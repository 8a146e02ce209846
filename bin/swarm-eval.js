#!/usr/bin/env node
import module from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(
    `swarm-eval needs Node 22.20 or newer, and this is ${process.versions.node}. ` +
      "Update Node, or add the npm package node@24 to your project and call swarm-eval by npx.\n",
  );
  process.exit(2);
}
// Agents modules are compiled once, not in every run.
module.enableCompileCache?.();
const { main } = await import("../dist/main.js");
await main(process.argv.slice(2));
