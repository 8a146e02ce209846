import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const ASKED_FOR = process.env["CHROMIUM"];
const PLACES = ASKED_FOR
  ? [ASKED_FOR]
  : [
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

const found = PLACES.find((place) => existsSync(place));
const missing = `There is no Chromium at ${PLACES.join(", ")}. Install it, or name it in CHROMIUM.`;

/** Why tests in a browser are skipped: the machine has none. Undefined where it has one, and where CHROMIUM asks for one. */
export const WITHOUT_BROWSER = found === undefined && !ASKED_FOR ? missing : undefined;

/** Starts the machine's Chromium. Throws where CHROMIUM names none. */
export function startBrowser(): Promise<Browser> {
  if (found === undefined) throw new Error(missing);
  return chromium.launch({ executablePath: found, args: ["--no-sandbox"] });
}
