import { chmodSync, existsSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Browser } from "playwright-core";
import { mediaOf, referenceTo } from "../../../src/media/media.ts";
import { MediaFolder } from "../../../src/media/media-folder.ts";
import type { RunPart } from "../../../src/reports/html/parts.ts";
import { ResultFile } from "../../../src/results/result-file.ts";
import type { CaseResult } from "../../../src/results/result.ts";
import { greeting, wrongTool } from "../../reports/airline.ts";
import { startBrowser, WITHOUT_BROWSER } from "../../viewer/browser.ts";
import { HEADER, played, says, trial, turn } from "../../reports/results.ts";
import { byPipes, type Environment } from "../../support/command/terminal.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";
import { unpacked } from "./page-parts.ts";

const READY = "Ctrl-C ends it.\n";

/** Starts `report --watch`, and resolves when it serves. */
async function watching(project: Project, files: readonly string[], environment?: Environment) {
  const command = byPipes(project, ["report", ...files, "--watch"], environment);
  const said = await command.shows(READY);
  const [address = ""] = /http:\S+/.exec(said) ?? [];
  const part = async (name: string): Promise<unknown> => {
    const answer = await fetch(`${address}parts/${name}`);
    return unpacked(new Uint8Array(await answer.arrayBuffer()));
  };
  return {
    ...command,
    said,
    address,
    part,
    names: async () => (await (await fetch(`${address}parts`)).json()) as string[],
    run: (number: number) => part(`run/${number}`) as Promise<RunPart>,
    /** Resolves to what waits for the next word that something has changed. */
    async listen() {
      const { body } = await fetch(`${address}events`);
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      // The server may have ended the stream.
      onTestFinished(() => reader?.cancel().catch(() => undefined));
      return async () => (await reader?.read())?.value;
    },
  };
}

function write(project: Project, cases: readonly CaseResult[], file = "airline.json"): void {
  const result = new ResultFile(join(project.directory, file), HEADER);
  for (const one of cases) result.add(one);
  result.close(null);
}

/** A shop whose model answers the next request whenever it is let. */
async function slowShop() {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(
      GREETING,
      { ...GREETING, id: "farewell" },
      { ...GREETING, id: "praise" },
    ),
  });
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const asked = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const api = await startStandIn(async (request) => {
    asked[request.index]?.resolve();
    await gates[request.index]?.promise;
    return shopModel(request);
  });
  onTestFinished(() => api.close());
  const args = ["run", "evals/shop.jsonl", "--traffic", "live", "--concurrency", "1"];
  return {
    project,
    play: () => project.start(args, { OPENAI_BASE_URL: api.baseUrl }),
    asked: (index: number) => asked[index]?.promise,
    answer: (index: number) => gates[index]?.resolve(),
  };
}

it.skipIf(WITHOUT_BROWSER)("shows a run while it goes on", { timeout: 60_000 }, async () => {
  const { project, play, asked, answer } = await slowShop();
  const [watch, browser] = await Promise.all([
    watching(project, ["reports/shop.json"]),
    launched(),
  ]);
  expect(watch.said).toContain(
    "reports/shop.json is not there yet: a run that writes it is waited",
  );
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  await page.goto(`${watch.address}#view=cases`);
  await page.evaluate("globalThis.isSamePage = true");

  const run = play();
  answer(0);
  await page.getByText("greeting").first().waitFor();
  await asked(1);
  expect(await page.getByText("farewell").count()).toBe(0);
  expect(await watch.run(0)).toMatchObject({
    running: true,
    header: { planned_cases: 3 },
    end: { stopped: null, summary: { passed: 1 } },
  });

  answer(1);
  await page.getByText("farewell").first().waitFor();
  await page.getByText("The run goes on: 2 of 3 cases have finished so far.").waitFor();
  await asked(2);
  // What was packed before is packed no more.
  expect(await watch.names()).toEqual(["cases/0/0", "texts/0", "cases/0/1", "run/0"]);
  expect((await watch.run(0)).end.summary.passed).toBe(2);

  answer(2);
  await page.getByText("praise").first().waitFor();
  expect((await run.finished).code).toBe(0);
  await expect
    .poll(async () => watch.names().then(() => watch.run(0)))
    .not.toHaveProperty("running");
  await page.getByText("The run goes on").waitFor({ state: "detached" });
  expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
  expect(page.url()).toBe(`${watch.address}#view=cases`);
  expect(problems).toEqual([]);
  await watch.signal("SIGINT");
  expect(await watch.ended).toBe(0);
});

async function launched(): Promise<Browser> {
  const browser = await startBrowser();
  onTestFinished(() => browser.close());
  return browser;
}

it("tells a run that was killed from one that goes on", async () => {
  const { project, play, asked, answer } = await slowShop();
  const run = play();
  answer(0);
  await asked(1);
  run.child.kill("SIGKILL");
  await run.finished;
  const watch = await watching(project, ["reports/shop.journal"]);
  expect(watch.said).not.toContain("not there");
  expect(await watch.names()).toEqual(["cases/0/0", "texts/0", "run/0"]);
  const { running, end, rows } = await watch.run(0);
  expect({ running, stopped: end.stopped, ids: rows.map(({ id }) => id) }).toEqual({
    running: undefined,
    stopped: "interrupted",
    ids: ["greeting"],
  });
});

describe("a result that changes", () => {
  it("is read again, and browsers are told", async () => {
    const project = newProject({});
    write(project, [greeting]);
    const watch = await watching(project, ["airline.json"]);
    expect(await watch.names()).toEqual(["cases/0/0", "run/0"]);
    const changed = await watch.listen();
    write(project, [greeting, wrongTool]);
    expect(await changed()).toBe("data: changed\n\n");
    await watch.names();
    expect((await watch.run(0)).rows).toHaveLength(2);
    await watch.signal("SIGTERM");
    expect(await watch.ended).toBe(0);
  });

  it("is shown as it was while it cannot be read, and why is said", async () => {
    const project = newProject({});
    write(project, [greeting]);
    const watch = await watching(project, ["airline.json"]);
    await watch.names();
    const changed = await watch.listen();
    project.write("airline.json", "{}");
    await changed();
    expect(await watch.names()).toEqual(["cases/0/0", "run/0"]);
    expect((await watch.run(0)).rows).toHaveLength(1);
    await watch.shows("airline.json: this is not a result");
  });

  it("is read again though it never rests", async () => {
    const project = newProject({});
    write(project, [greeting]);
    const watch = await watching(project, ["airline.json"]);
    const changed = await watch.listen();
    let isTold = false;
    const told = changed().then((word) => {
      isTold = true;
      return word;
    });
    while (!isTold) {
      write(project, [greeting, wrongTool]);
      await setImmediate();
    }
    expect(await told).toBe("data: changed\n\n");
  });

  it("gets its history as soon as there is one", async () => {
    const project = newProject({});
    write(project, [greeting]);
    const watch = await watching(project, ["airline.json"]);
    const changed = await watch.listen();
    await project.swarmEval(["history", "airline.json", "--output", "."]);
    expect(await changed()).toBe("data: changed\n\n");
    expect(await watch.names()).toContain("history/0");
    expect(await watch.part("history/0")).toMatchObject({
      suite: "airline",
      runs: [{ passed: 1 }],
    });
  });

  it("has company that comes later", async () => {
    const project = newProject({});
    write(project, [greeting]);
    const watch = await watching(project, ["airline.json", "later/airline.json"]);
    const changed = await watch.listen();
    write(project, [wrongTool], "later/airline.json");
    expect(await changed()).toBe("data: changed\n\n");
    await watch.names();
    const labels = [(await watch.run(0)).label, (await watch.run(1)).label];
    expect(labels).toEqual(["airline.json", "later/airline.json"]);
  });
});

describe("the server", () => {
  const icon = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
  const media = mediaOf("image/svg+xml", icon);

  async function serving() {
    const project = newProject({});
    const shown = { type: "image_url", image_url: { url: referenceTo(media) } };
    const told = trial({ turns: [turn([shown], says("Triage", "The key is s3cr3t-0f-0urs."))] });
    write(project, [played("told", 1, [told])]);
    new MediaFolder(project.directory).keep(media, icon);
    return watching(project, ["airline.json"], { SHOP_API_KEY: "s3cr3t-0f-0urs" });
  }

  /** What it answers to a request with such a head. */
  async function ask(address: string, options: { method?: string; host?: string; path?: string }) {
    const { method = "GET", host = new URL(address).host, path = "parts" } = options;
    const asked = request(`${address}${path}`, { method, headers: { host } }).end();
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    answer.resume();
    return answer;
  }

  it("answers nobody but pages of this machine, who read", async () => {
    const { address } = await serving();
    const { port } = new URL(address);
    const status = async (options: Parameters<typeof ask>[1]) =>
      (await ask(address, options)).statusCode;
    expect(await status({})).toBe(200);
    expect(await status({ host: `localhost:${port}` })).toBe(200);
    for (const host of ["evil.example", `evil.example:${port}`, "localhost", "127.0.0.1:1"])
      expect(await status({ host })).toBe(403);
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"])
      expect(await status({ method })).toBe(405);
    for (const path of ["parts/run/7", "../package.json", "airline.json"])
      expect(await status({ path })).toBe(404);
  });

  it("listens at one address of this machine alone", async () => {
    const { address } = await serving();
    const { port } = new URL(address);
    // All of 127.0.0.0/8 is this machine, so a server of all its addresses would answer.
    await expect(ask(`http://127.0.0.2:${port}/`, {})).rejects.toThrow("connect E");
  });

  it("lets no picture run a script, and shows no secret", async () => {
    const { address, names, part } = await serving();
    expect(await names()).toContain(`media/${media.sha256}`);
    const { headers } = await ask(address, { path: `parts/media/${media.sha256}` });
    expect(headers).toMatchObject({
      "content-type": "image/svg+xml",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    const cases = JSON.stringify(await part("cases/0/0"));
    expect(cases).toContain("The key is");
    expect(cases).not.toContain("s3cr3t");
  });
});

describe("what cannot be served", () => {
  it("is a file that is no result", async () => {
    const project = newProject({ "airline.json": "{}" });
    const { code, stderr } = await project.swarmEval(["report", "airline.json", "--watch"]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("airline.json: this is not a result"),
    });
  });

  it("is a page on a port that is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const project = newProject({});
    write(project, [greeting]);
    const args = ["report", "airline.json", "--watch", "--port", String(port)];
    const { code, stderr } = await project.swarmEval(args);
    expect(code).toBe(2);
    expect(stderr).toContain(`The page cannot be served on port ${port}: listen EADDRINUSE`);
  });
});

it.runIf(process.platform === "linux")("opens its address in the user's browser", async () => {
  const project = newProject({ "bin/xdg-open": `#!/bin/sh\necho "$@" > "$HOME/opened"\n` });
  chmodSync(join(project.directory, "bin/xdg-open"), 0o755);
  write(project, [greeting]);
  const { address } = await watching(project, ["airline.json", "--open"], {
    PATH: join(project.directory, "bin"),
    DISPLAY: ":0",
  });
  await expect
    .poll(() => existsSync(join(project.directory, "opened")) && project.read("opened"))
    .toBe(`${address}\n`);
});
