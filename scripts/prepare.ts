import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

// npm runs `prepare` after `npm ci`, before it packs, and once more when npx links this folder into its cache.
// A build that fails or is stopped in there leaves a cache that npx never mends, so npx gets what `npm ci` built.
const linkedByNpx = process.env["npm_command"] === "exec";
if (!(linkedByNpx && existsSync("dist/main.js"))) execSync("npm run build", { stdio: "inherit" });
