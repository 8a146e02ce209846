import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { htmlReport } from "../src/reports/html/page.ts";
import { startBrowser, WITHOUT_BROWSER } from "../test/viewer/browser.ts";
import { draw, endOf } from "../test/reports/results.ts";
import type { Figure } from "./figure.ts";
import { madeResults } from "./made-results.ts";

/** What HTML reports weigh, how fast they are written, and how fast they open where there is a Chromium. */
export async function pageFigures(directory: string): Promise<Figure[]> {
  const hundred = pageOf(100);
  const thousand = pageOf(1000);
  const many = pageOf(5000);
  const viewer = gzipSync(readFileSync(join(import.meta.dirname, "../dist/viewer.js")));
  return [
    { what: "HTML report of 100 cases", value: megabytes(hundred.text), unit: " MB", atMost: 1 },
    { what: "  of 5,000 cases", value: megabytes(many.text), unit: " MB", atMost: 25 },
    { what: "  of 1,000 cases, written", value: thousand.ms / 1000, unit: " s", atMost: 1 },
    { what: "  its viewer, compressed", value: viewer.length / 1000, unit: " kB", atMost: 150 },
    ...(WITHOUT_BROWSER === undefined
      ? [
          {
            what: "  of 5,000 cases, opened by a browser that runs",
            value: (await openingTime(many.text, directory)) / 1000,
            unit: " s",
            atMost: 2,
          },
        ]
      : []),
  ];
}

function pageOf(cases: number): { readonly text: string; readonly ms: number } {
  const results = [...madeResults(cases, 1, 7)];
  const end = endOf(results);
  const began = performance.now();
  const [text = ""] = Object.values(draw(htmlReport, results, { end }).files);
  return { text, ms: performance.now() - began };
}

function megabytes(text: string): number {
  return Buffer.byteLength(text) / 1e6;
}

/** Milliseconds until cases are listed. */
async function openingTime(text: string, directory: string): Promise<number> {
  const file = join(directory, "many.html");
  writeFileSync(file, text);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    const began = performance.now();
    await page.goto(pathToFileURL(file).href);
    await page.locator(".row").first().waitFor();
    return performance.now() - began;
  } finally {
    await browser.close();
  }
}
