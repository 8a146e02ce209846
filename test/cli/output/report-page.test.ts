import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ResultFile } from "../../../src/results/result-file.ts";
import type { RunPart } from "../../../src/reports/html/parts.ts";
import type { CaseResult, ResultHeader } from "../../../src/results/result.ts";
import { greeting, wrongTool } from "../../reports/airline.ts";
import { HEADER, played, says, trial, turn } from "../../reports/results.ts";
import { newProject, type Project } from "../../support/project.ts";
import { partsIn } from "./page-parts.ts";

function write(
  project: Project,
  file: string,
  cases: readonly CaseResult[],
  header: Partial<ResultHeader> = {},
): void {
  const result = new ResultFile(join(project.directory, file), { ...HEADER, ...header });
  for (const one of cases) result.add(one);
  result.close(null);
}

/** The runs of a page, in their order. */
function runsOf(project: Project, page: string): RunPart[] {
  const parts = partsIn(project.read(page));
  return [...parts].flatMap(([name, part]) => (name.startsWith("run/") ? [part as RunPart] : []));
}

describe("one page for several results", () => {
  it("has the runs of a suite side by side, each by its model, and as they were named", async () => {
    const project = newProject({});
    write(project, "new.json", [greeting], { model_override: "gpt-5.4-mini" });
    write(project, "old.json", [greeting, wrongTool], { model_override: "gpt-5.4" });
    const { code, stderr } = await project.swarmEval(
      ["report", "new.json", "old.json", "--reporter", "html"], //
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: "Wrote reports/index.html.\n" });
    const runs = runsOf(project, "reports/index.html");
    expect(runs.map(({ label, rows }) => [label, rows.length])).toEqual([
      ["gpt-5.4-mini", 1],
      ["gpt-5.4", 2],
    ]);
    expect(project.read("reports/index.html")).toContain("<title>airline</title>");
  });

  it("calls runs that nothing else tells apart by their files", async () => {
    const project = newProject({});
    write(project, "new.json", [greeting]);
    write(project, "old.json", [greeting]);
    write(project, "shop.json", [greeting], { suite: "shop" });
    const files = ["new.json", "old.json", "shop.json"];
    await project.swarmEval(["report", ...files, "--reporter", "html"]);
    expect(runsOf(project, "reports/index.html").map(({ label }) => label)).toEqual([
      "new.json",
      "old.json",
      "each agent's own model",
    ]);
    expect(project.read("reports/index.html")).toContain("<title>airline and shop</title>");
  });

  it("leaves no half of it behind where one of them cannot be read", async () => {
    const project = newProject({});
    write(project, "new.json", [greeting]);
    write(project, "old.json", [wrongTool]);
    const broken = project.read("old.json").replace(`"verdict":"failed"`, `"verdict":"wrong"`);
    project.write("old.json", broken);
    const report = await project.swarmEval(["report", "new.json", "old.json", "--open"]);
    expect(report.code).toBe(2);
    expect(existsSync(join(project.directory, "reports/index.html"))).toBe(false);
  });

  it("shows no secret of this environment, though a result holds it", async () => {
    const project = newProject({});
    const told = trial({ turns: [turn("Hi", says("Triage", "The key is s3cr3t-0f-0urs."))] });
    write(project, "told.json", [played("told", 1, [told])]);
    await project.swarmEval(["report", "told.json", "told.json", "--reporter", "html"], {
      SHOP_API_KEY: "s3cr3t-0f-0urs",
    });
    const parts = JSON.stringify([...partsIn(project.read("reports/index.html"))]);
    expect(parts).toContain("The key is");
    expect(parts).not.toContain("s3cr3t");
  });
});

describe("--open", () => {
  const SCREEN = { DISPLAY: ":0" };

  /** A project whose `xdg-open` writes down what it is asked to open, and for which Linux has no other. */
  function withBrowser() {
    const project = newProject({ "bin/xdg-open": `#!/bin/sh\necho "$@" > "$HOME/opened"\n` });
    chmodSync(join(project.directory, "bin/xdg-open"), 0o755);
    write(project, "airline.json", [greeting]);
    const open = async (environment: Readonly<Record<string, string>>) => {
      const { finished } = project.start(["report", "airline.json", "--open"], {
        PATH: join(project.directory, "bin"),
        ...environment,
      });
      return finished;
    };
    return { project, open };
  }

  it.runIf(process.platform === "linux")("gives the page to the user's browser", async () => {
    const { project, open } = withBrowser();
    // The shell of the script needs no PATH.
    const { code, stdout, stderr } = await open(SCREEN);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "",
      stderr: "Wrote reports/airline.html.\n",
    });
    await expect
      .poll(() => existsSync(join(project.directory, "opened")) && project.read("opened").trim())
      .toBe(join(project.directory, "reports/airline.html"));
  });

  it.runIf(process.platform === "linux").each([
    ["there is no display", {}],
    ["CI is set", { ...SCREEN, CI: "true" }],
    ["this is a session over SSH", { ...SCREEN, SSH_CONNECTION: "10.0.0.1 52344 10.0.0.2 22" }],
    ["spawn xdg-open ENOENT", { ...SCREEN, PATH: "/nowhere" }],
  ])("writes the page and says why no browser has it: %s", async (reason, environment) => {
    const { project, open } = withBrowser();
    const { code, stderr } = await open(environment);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `Wrote reports/airline.html.\nNo browser was opened: ${reason}.\n`,
    });
    expect(existsSync(join(project.directory, "opened"))).toBe(false);
  });

  it("draws other reports beside the page if they are named", async () => {
    const project = newProject({});
    write(project, "airline.json", [greeting]);
    const args = ["report", "airline.json", "--open", "--reporter", "table"];
    const { stdout, stderr } = await project.swarmEval(args, { CI: "1" });
    expect(stdout).toContain("1 passed");
    expect(stderr).toContain("Wrote reports/airline.html.");
  });
});
