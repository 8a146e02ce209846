import type { ChildProcess } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import { GREETING } from "../cli/shop.ts";
import { jsonl } from "../support/project.ts";
import { VERSIONS, whyNot } from "./installed.ts";
import { newVitestProject } from "./project.ts";

const AGENTS = (says: string): string => `
import { Agent, scriptedClient } from "swarm-eval";
import { words } from "./words.ts";
export default () => new Agent({ client: scriptedClient([words + ${JSON.stringify(says)}]) });`;

const CASE = { ...GREETING, tags: [], expect: { output: { contains: "Hello" } } };

/** Waits until a process has printed something behind what was read before. */
function reader(child: ChildProcess): (pattern: RegExp) => Promise<string> {
  let unread = "";
  let look = (): void => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      unread += chunk.toString();
      look();
    });
  return (pattern) =>
    new Promise((resolve) => {
      look = () => {
        const found = pattern.exec(unread);
        if (found === null) return;
        const text = unread.slice(0, found.index + found[0].length);
        unread = unread.slice(text.length);
        look = () => undefined;
        resolve(text);
      };
      look();
    });
}

for (const version of VERSIONS)
  describe.skipIf(whyNot(version) !== "")(`in ${version}${whyNot(version)}`, () => {
    it("a suite is played again when its cases, its agents or what they import change", async () => {
      const project = newVitestProject(version, {
        "evals/shop.ts": AGENTS(" there!"),
        "evals/words.ts": 'export const words = "Hello";',
        "evals/shop.jsonl": jsonl(CASE),
        "shop.test.js": `
        import { describeSuite } from "swarm-eval/vitest";
        describeSuite("evals/shop.jsonl");`,
        "other.test.js": `import { it } from "vitest"; it("is another", () => {});`,
      });
      const child = project.watch();
      onTestFinished(() => void child.kill());
      const printed = reader(child);
      const ended = /Tests +(.*)\n[^]*?file changes/;
      expect(await printed(ended)).toContain("2 passed");
      const changes = [
        [{ "evals/shop.jsonl": jsonl(CASE, { ...CASE, id: "second" }) }, "2 passed"],
        [{ "evals/words.ts": 'export const words = "Bye";' }, "2 failed"],
        [{ "evals/shop.jsonl": "{}" }, "1 failed"],
        [{ "evals/shop.jsonl": jsonl(CASE) }, "1 failed"],
        [{ "evals/shop.ts": "export default 7;" }, "exports no agent"],
        [{ "evals/shop.ts": AGENTS(" and Hello!") }, "1 passed"],
      ] as const;
      for (const [change, result] of changes) {
        project.write(change);
        const text = await printed(ended);
        expect(text).toContain(result);
        expect(text).not.toContain("is another");
      }
    });
  });
