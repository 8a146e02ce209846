import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { MediaRoom } from "../../src/reports/html/media-room.ts";
import { packed, type PackedPart } from "../../src/reports/html/packed.ts";
import type { HistoryPart } from "../../src/reports/html/parts.ts";
import { RunParts } from "../../src/reports/html/run-parts.ts";
import { pageFoot, pageHead, partElement } from "../../src/reports/html/shell.ts";
import type { ComparisonResult } from "../../src/results/comparison-result.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../src/results/result.ts";
import { endOf, HEADER } from "../reports/results.ts";
import { startBrowser } from "./browser.ts";

/** A run that a page shows. */
interface MadeRun {
  readonly cases: readonly CaseResult[];
  readonly label?: string;
  readonly header?: Partial<ResultHeader>;
  readonly end?: Partial<SuiteEnd>;
  readonly bytesOf?: () => Buffer;
}

export interface MadePage {
  readonly runs: readonly MadeRun[];
  readonly comparison?: ComparisonResult;
  readonly history?: HistoryPart;
}

/** The parts of a page. */
export function partsOf({ runs, comparison, history }: MadePage): PackedPart[] {
  const media = new MediaRoom();
  return [
    ...runs.flatMap(
      ({ cases, label = "gpt-5.4", header, end, bytesOf = () => undefined }, number) => {
        const run = new RunParts({ ...HEADER, ...header }, { number, label, media, bytesOf });
        const parts = cases.flatMap((one) => run.add(one));
        return [...parts, ...run.end({ ...endOf(cases), ...end })];
      },
    ),
    ...(comparison === undefined ? [] : [packed("comparison/0", comparison)]),
    ...(history === undefined ? [] : [packed("history/0", history)]),
  ];
}

export function pageText(made: MadePage): string {
  return [pageHead("made"), ...partsOf(made).map(partElement), pageFoot()].join("");
}

/** Pages in a browser without a network, and what it complains of. */
export class Pages {
  readonly #browser: Browser;
  readonly #directory = mkdtempSync(join(tmpdir(), "viewer-"));
  readonly page: Page;
  /** What the browser complained of, and what it was asked for beside the page, since a page was opened. */
  readonly complaints: string[] = [];
  #address = "";
  /** What begins the addresses that a server of this machine answers. */
  #served = "http://127.0.0.1:0/";

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.on("console", (message) => this.complaints.push(message.text()));
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => {
      const url = request.url().replace(/#.*/, "");
      const isOwn = url === this.#address || url.startsWith("data:");
      if (!isOwn && !url.startsWith(this.#served)) this.complaints.push(url);
    });
  }

  static async start(): Promise<Pages> {
    const browser = await startBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // What is waited for longer than that will not come.
    page.setDefaultTimeout(10_000);
    await page.context().setOffline(true);
    return new Pages(browser, page);
  }

  /** Opens a page from the disk, at a fragment. */
  async open(text: string, hash = ""): Promise<Page> {
    const file = join(this.#directory, `${randomUUID()}.html`);
    writeFileSync(file, text);
    this.#address = pathToFileURL(file).href;
    await this.page.goto(`${this.#address}${hash}`);
    this.complaints.length = 0;
    await this.page.locator("main, [role=alert]").first().waitFor();
    return this.page;
  }

  /** Another view of the page that is open. */
  async turnTo(hash: string): Promise<void> {
    await this.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await this.page.locator("main").waitFor();
  }

  /** Opens the page that a server of this machine sends. */
  async openServed(url: string): Promise<Page> {
    await this.page.context().setOffline(false);
    this.#served = new URL("/", url).href;
    this.complaints.length = 0;
    await this.page.goto(url);
    await this.page.locator("main").waitFor();
    return this.page;
  }

  /** What a screen reader's user would stumble over, by axe, under all its rules or some: each that is broken. */
  async violations(rules?: readonly string[]): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const only = rules === undefined ? "" : JSON.stringify({ runOnly: rules });
    const found = await this.page.evaluate<axe.AxeResults>(`axe.run(${only})`);
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`,
    );
  }

  /** How many pixels the page is wider than its window. */
  overflow(): Promise<number> {
    return this.page.evaluate(
      "Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)",
    );
  }

  async close(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#directory, { recursive: true });
  }
}
