import { globSync, readFileSync } from "node:fs";
import { resolve, sep } from "node:path";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vitest/config";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";
import { swarmEval } from "./src/vitest.ts";

/** While watching, a change in `src` also runs the tests that start the build, though they import nothing from it. */
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

const typesOfTests = swarmEval();

/** The tests' own functions may be tools. What is tested stays as it is written. */
const readTypesOfTests: Plugin = {
  ...typesOfTests,
  transform: {
    filter: { id: /\/test\/swarm\/.*\.test\.ts$/ },
    handler: (code, id) => typesOfTests.transform(code, id),
  },
};

/** Until vitest knows how long files take, it begins with the largest. These are small, and take longest. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) =>
      /\/test\/traffic\/(?:guard|clients)\//.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

export default defineConfig({
  plugins: [runTestsOfBuild, readTypesOfTests],
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/support/command/global-setup.ts",
    testTimeout: 30_000,
    // What a browser shows is waited for as long as what it is asked for.
    expect: { poll: { timeout: 10_000 } },
    // Test files share nothing but modules; to load these again for each file takes 0.3 s.
    isolate: false,
    // A worker waits for the commands that it starts much of the time.
    maxWorkers: "150%",
    sequence: { sequencer: SlowestFirst },
  },
});
