import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

// npm warns whoever installs the archive of these, or blocks them. `prepare` would run also whenever npx links this folder,
// and build again. `postprepare` runs after `npm ci` in this folder alone.
test.each(["preinstall", "install", "postinstall", "prepare"])(
  "the package has no script that npm runs where it is installed: %s",
  (name) => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object };
    expect(scripts).not.toHaveProperty(name);
    expect(scripts).toHaveProperty("postprepare");
  },
);
