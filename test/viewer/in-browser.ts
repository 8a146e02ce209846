import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { WITHOUT_BROWSER } from "./browser.ts";
import { Pages } from "./pages.ts";

/** Pages for the tests of a file, in one browser. Each test fails if the browser complains or is asked for anything. */
export function inBrowser(): { readonly pages: Pages } {
  let started: Pages | undefined;

  beforeAll(async () => {
    if (WITHOUT_BROWSER === undefined) started = await Pages.start();
    else console.warn(`The viewer is not tested in a browser. ${WITHOUT_BROWSER}`);
  });
  beforeEach(({ skip }) => skip(WITHOUT_BROWSER !== undefined, WITHOUT_BROWSER));
  afterEach(() => {
    if (started !== undefined) expect(started.complaints).toEqual([]);
  });
  afterAll(() => started?.close());

  return {
    get pages() {
      if (started === undefined) throw new Error("The browser has not started.");
      return started;
    },
  };
}
