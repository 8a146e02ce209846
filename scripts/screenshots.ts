import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page, PageScreenshotOptions } from "playwright-core";
import { SUITE_MODELS } from "../test/support/models/suite-models.ts";
import { startStandIn } from "../test/support/stand-in.ts";
import { startBrowser } from "../test/viewer/browser.ts";

// Makes the pictures of docs/reports.md: the airline suite, recorded from a stand-in for a provider and blessed, and then
// replayed with a tool that was changed. Needs a Chromium.

const ROOT = resolve(import.meta.dirname, "..");
const IMAGES = join(ROOT, "docs/images");
const SUITE = "evals/airline.jsonl";
const WIDTH = 1280;

const project = mkdtempSync(join(tmpdir(), "screenshots-"));
for (const name of ["airline.jsonl", "airline.ts", "airline"])
  cpSync(join(ROOT, "evals", name), join(project, "evals", name), { recursive: true });
writeFileSync(join(project, "package.json"), '{"type":"module"}');
mkdirSync(join(project, "node_modules"));
symlinkSync(ROOT, join(project, "node_modules/swarm-eval"));
symlinkSync(join(ROOT, "node_modules/zod"), join(project, "node_modules/zod"));

const model = SUITE_MODELS["airline"];
if (model === undefined) throw new Error("There is no airline suite.");
const standIn = await startStandIn(model());
try {
  await swarmEval("run", "--traffic", "record", "--bless", "--reporter", "json");
  // A refund is told, and not made.
  const agents = join(project, "evals/airline.ts");
  const text = readFileSync(agents, "utf8");
  writeFileSync(agents, text.replace("    world.refund(booking, amount, reason);\n", ""));
  const baseline = ["--baseline", "reports/airline.baseline.json"];
  await swarmEval("run", ...baseline, "--coverage", "--reporter", "html");
  const models = ["--model-override", "gpt-5.4,gpt-5.4-mini"];
  await swarmEval("compare", ...models, "--traffic", "live", "--trials", "5", "--reporter", "html");

  const browser = await startBrowser();
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  mkdirSync(IMAGES, { recursive: true });
  await picture(page, "airline.html", "", "page");
  const failed = await page.locator(".links a").first().getAttribute("href");
  await picture(page, "airline.html", failed ?? "", "case", { fullPage: true });
  await picture(page, "airline.html", "#view=swarm", "swarm");
  await picture(page, "airline.compare.html", "", "models");
  await browser.close();
} finally {
  await standIn.close();
  rmSync(project, { recursive: true });
}

async function picture(
  page: Page,
  file: string,
  hash: string,
  name: string,
  options: PageScreenshotOptions = {},
): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${pathToFileURL(join(project, "reports", file)).href}${hash}`);
  await page.locator("main").waitFor();
  await page.screenshot({ path: join(IMAGES, `${name}.png`), ...options });
  console.log(`docs/images/${name}.png`);
}

/** Runs a command as a user would, but for where the API is. That cases fail, or miss recordings, is the point of it. */
async function swarmEval(command: string, ...flags: readonly string[]): Promise<void> {
  const args = [join(ROOT, "bin/swarm-eval.js"), command, SUITE, ...flags];
  const child = spawn(process.execPath, args, {
    cwd: project,
    env: { ...process.env, OPENAI_BASE_URL: standIn.baseUrl, OPENAI_API_KEY: "" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code === null || code > 3) throw new Error(`swarm-eval ${command} ended with ${code}.`);
}
