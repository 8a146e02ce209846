import { globSync, readFileSync } from "node:fs";
import { resolve, sep } from "node:path";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vitest/config";

/** While watching, a change in `src` also runs the tests that start the build, though they import nothing of it. */
const runTestsOfBuild: Plugin = {
  name: "run-tests-of-build",
  configureServer({ watcher }) {
    watcher.on("change", (file) => {
      if (!file.startsWith(resolve("src") + sep)) return;
      for (const test of globSync("test/**/*.ts")) {
        const startsBuild = /swarm-eval\.js|dist\//.test(readFileSync(test, "utf8"));
        if (startsBuild) watcher.emit("change", resolve(test));
      }
    });
  },
};

export default defineConfig({
  plugins: [runTestsOfBuild],
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/command/global-setup.ts",
    testTimeout: 30_000,
    // Tests share nothing but modules. To load these again for each file takes a quarter of the time of all tests.
    isolate: false,
    // Half of them wait for processes that they started.
    maxWorkers: "100%",
  },
});
