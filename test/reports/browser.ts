import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const PLACES = [
  process.env["CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const found = PLACES.find((place) => place !== "" && existsSync(place));

/** Whether tests in a browser are to be left out: on a machine that has none, but never in CI. */
export const WITHOUT_BROWSER = found === undefined && !process.env["CI"];

/** Starts the machine's Chromium. */
export function startBrowser(): Promise<Browser> {
  if (found === undefined) {
    throw new Error(
      `There is no Chromium at ${PLACES.join(", ")}. Install it, or name it in CHROMIUM.`,
    );
  }
  return chromium.launch({ executablePath: found, args: ["--no-sandbox"] });
}
