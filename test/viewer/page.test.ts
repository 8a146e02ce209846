import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { pageFoot, pageHead } from "../../src/reports/html/shell.ts";
import { greeting, ONE_OF_EACH } from "../reports/airline.ts";
import { calls, check, HEADER, played, says, trial, turn } from "../reports/results.ts";
import { inBrowser } from "./in-browser.ts";
import { AIRLINE } from "./made.ts";
import { pageText, partsOf, type MadePage } from "./pages.ts";

const browser = inBrowser();

describe("what others wrote is shown as it is", () => {
  it.each([
    ["an image", `<img src=x onerror="document.title='hit'">`],
    ["a script", `</script><script>document.title='hit'</script>`],
    ["the end of an attribute", `" onclick="document.title='hit'" x='`],
    ["the end of what it stands in", `</pre></p></main></style></title><iframe src="x"></iframe>`],
    ["a comment", `<!-- --!> <![CDATA[ <!--<script>`],
    ["entities", `&lt;script&gt;&#x3c;img&#62;`],
    ["a link that runs", `javascript:document.title='hit'`],
  ])("%s", async (_, evil) => {
    const everywhere = played(
      evil,
      1,
      [
        trial({
          model: evil,
          turns: [
            turn(
              evil,
              says(evil, evil),
              calls(evil, evil, { with: { [evil]: evil }, answer: evil }),
              calls(evil, evil, { error: evil }),
              calls(evil, "t", { to: evil }),
            ),
          ],
          checks: [check("failed", evil, 1, evil), check("failed", evil, null, evil)],
          context: { [evil]: evil },
          state: evil,
          leftovers: [evil],
        }),
      ],
      { tags: [evil] },
    );
    const header = { suite: evil, case_file: evil, agents_module: evil };
    const { pages } = browser;
    const page = await pages.open(pageText({ runs: [{ cases: [everywhere], header }] }));
    await expect.poll(() => page.locator(".row .name a").innerText()).toBe(evil);
    await page.locator(".row .name a").click();
    await page.locator(".said .text").first().waitFor();
    await expect.poll(() => page.locator(".said .text").first().innerText()).toBe(evil);
    await pages.turnTo("#view=swarm");
    await expect.poll(() => page.title()).toBe("made");
    await expect.poll(() => page.locator("iframe, img").count()).toBe(0);
    await expect.poll(() => page.locator("script:not([data-part])").count()).toBe(1);
  });

  it("spells out what hides or turns round what is beside it", async () => {
    const text = "pay \u202e5$\u202c now\u0007\u001b[31m";
    const page = await browser.pages.open(
      pageText({
        runs: [{ cases: [played("a", 1, [trial({ turns: [turn(text, says("A", text))] })])] }],
      }),
      "#case=a",
    );
    await expect
      .poll(() => page.locator(".said .text").allInnerTexts())
      .toEqual(Array(2).fill("pay \\u202e5$\\u202c now\\u0007\\u001b[31m"));
  });
});

it("says so where the file was cut off", async () => {
  const text = pageText(AIRLINE);
  const cut = text.replace(/<script [^>]*data-part="cases\/0\/0"[^]*?<\/script>/, "");
  const page = await browser.pages.open(cut, "#case=greeting");
  await expect
    .poll(() => page.getByRole("alert").innerText())
    .toContain("The page has no part cases/0/0");
  const garbled = text.replace(/(data-part="run\/0"[^>]*>)[^<]{200}/, "$1");
  await browser.pages.open(garbled);
  await expect
    .poll(() => page.getByRole("alert").innerText())
    .toContain("This report cannot be read");
});

it("is small: a hundred cases take less than a megabyte, with the viewer", () => {
  const cases = Array.from({ length: 100 }, (_, index) => ({ ...greeting, id: `case-${index}` }));
  expect(pageText({ runs: [{ cases }] }).length).toBeLessThan(1_000_000);
});

describe("a page that is served", () => {
  /** A server as `report --watch` has it: the shell, its parts, and an event when there are others. */
  async function serve(first: MadePage) {
    let parts = partsOf(first);
    const listeners = new Set<(event: string) => void>();
    const server = createServer((request, response) => {
      const path = request.url ?? "/";
      if (path === "/") {
        response.setHeader("Content-Type", "text/html");
        response.end(pageHead("live", "server") + pageFoot());
      } else if (path === "/parts") response.end(JSON.stringify(parts.map(({ name }) => name)));
      else if (path === "/events") {
        response.setHeader("Content-Type", "text/event-stream");
        response.write(": open\n\n");
        listeners.add((event) => response.write(event));
      } else {
        const part = parts.find(({ name }) => path === `/parts/${name}`);
        response.statusCode = part === undefined ? 404 : 200;
        response.end(part?.bytes);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(async () => {
      await browser.pages.page.goto("about:blank");
      server.closeAllConnections();
      server.close();
    });
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      change(next: MadePage): void {
        parts = partsOf(next);
        for (const tell of listeners) tell("data: changed\n\n");
      },
    };
  }

  it("shows what changed while the view stays", async () => {
    const server = await serve(AIRLINE);
    const page = await browser.pages.openServed(`${server.url}#case=greeting`);
    await page.getByText("Welcome to Heron Air.", { exact: true }).waitFor();
    const again = played("greeting", 1, [
      trial({ turns: [turn("Good morning!", says("Triage Agent", "Good day to you."))] }),
    ]);
    server.change({ runs: [{ cases: [again, ...ONE_OF_EACH.slice(1)], header: HEADER }] });
    await page.getByText("Good day to you.").waitFor();
    expect(new URL(page.url()).hash).toBe("#case=greeting");
    await page.keyboard.press("Escape");
    await page.locator("output", { hasText: "5 cases" }).waitFor();
  });
});
