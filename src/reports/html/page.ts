import { hash } from "node:crypto";
import type { CaseResult, ResultHeader } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { Causes } from "../failures/causes.ts";
import { Leftovers } from "../failures/leftovers.ts";
import { ToolErrors } from "../failures/tool-errors.ts";
import type { MakeReport } from "../report.ts";
import { AgentColours } from "./agent-colours.ts";
import { htmlCase, htmlCaseLine } from "./case.ts";
import type { BytesOf } from "./media.ts";
import { html, Markup, NO_MARKUP } from "./markup.ts";
import { htmlOverview } from "./overview.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

/** The most characters of conversations on a page, for cases that passed and for the others. */
const MOST_PASSED = 2_000_000;
const MOST_OTHERS = 12_000_000;
/** The most lines before cases that passed get none. */
const MOST_LINES = 20_000;
const MOST_CAUSES = 20;
/** How many bytes a picture or a sound may have to stand on the page, and all of them together. */
const LARGEST_MEDIA = 2_000_000;
const MOST_MEDIA = 20_000_000;

/**
 * `<suite>.html`: one page that needs no network, and no script to be read. If a suite is too long for a browser, cases
 * stand there without their conversations, those that passed first; the page says so.
 */
export const htmlReport: MakeReport = (header, { bytesOf }) => {
  const { case_file: caseFile } = header;
  const colours = new AgentColours();
  const causes = new Causes(MOST_CAUSES);
  const leftovers = new Leftovers();
  const toolErrors = new ToolErrors();
  const room = { passed: MOST_PASSED, others: MOST_OTHERS };
  const left = { passed: 0, others: 0, lines: 0 };
  let lines = 0;
  /** How many bytes of media are on the page, and how many may still be. */
  const media = { shown: 0, room: MOST_MEDIA };

  const bytesInPage: BytesOf = (one) => {
    if (one.size > Math.min(LARGEST_MEDIA, media.room)) return undefined;
    const bytes = bytesOf(one);
    media.room -= bytes?.length ?? 0;
    media.shown += bytes?.length ?? 0;
    return bytes;
  };

  const caseText = (result: CaseResult): string => {
    const kind = result.verdict === "passed" ? "passed" : "others";
    if (room[kind] > 0 && result.trials.length > 0) {
      const before = media.shown;
      const { text } = htmlCase(result, caseFile, colours, bytesInPage);
      // Four characters of base64 hold three bytes.
      room[kind] -= text.length - (4 * (media.shown - before)) / 3;
      if (room[kind] >= 0) return text;
    }
    if (result.trials.length > 0) left[kind]++;
    if (kind === "passed" && lines >= MOST_LINES) {
      left.lines++;
      return "";
    }
    return htmlCaseLine(result, colours).text;
  };

  return {
    add(result) {
      causes.add(result);
      leftovers.add(result);
      toolErrors.add(result);
      const text = caseText(result);
      if (text === "") return [];
      lines++;
      return [{ to: "file", ending: ".html", place: "end", text }];
    },
    end(end) {
      const overview = htmlOverview(header, end, { causes, leftovers, toolErrors });
      const head = html`${pageHead(header)}${overview}${leftOut(left)}
        <h2>Cases</h2>
        ${FILTER}
        <main> `;
      return [
        { to: "file", ending: ".html", place: "start", text: head.text },
        { to: "file", ending: ".html", place: "end", text: FOOT },
      ];
    },
  };
};

function leftOut({ passed, others, lines }: Record<"passed" | "others" | "lines", number>): Markup {
  const sentences = [
    ...(passed > 0 ? [`${plural(passed, "case")} that passed`] : []),
    ...(others > 0 ? [`${plural(others, "case")} that did not pass`] : []),
  ];
  if (sentences.length === 0) return NO_MARKUP;
  const without = lines > 0 ? ` ${plural(lines, "case")} that passed have no line.` : "";
  return html`<p class="remark">
    To keep this page usable, ${sentences.join(" and ")} stand here without their conversations: see
    the result file.${without}
  </p>`;
}

const SOURCES = [STYLE, SCRIPT].map((text) => `'sha256-${hash("sha256", text, "base64")}'`);

/**
 * Lets in only this page's own style and script, even if some text were read as a tag, and pictures and sounds that stand
 * in it: as those, not even an SVG runs a script.
 */
const POLICY = `default-src 'none'; style-src ${SOURCES[0]}; script-src ${SOURCES[1]}; img-src data:; media-src data:; base-uri 'none'; form-action 'none'`;

const STYLE_ELEMENT = new Markup(`<style>${STYLE}</style>`);

function pageHead({ suite }: ResultHeader): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${suite}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
     `;
}

const FILTER = html`<div id="filter" hidden>
  <button value="" aria-pressed="true">all</button>
  <button value="failed">failed</button>
  <button value="errored">errored</button>
  <button value="flaky">flaky</button>
  <button value="skipped">skipped</button>
  <button value="passed">passed</button>
  <input
    type="search"
    placeholder="Find in cases and conversations"
    aria-label="Find in cases and conversations"
  />
  <output></output>
</div>`;

const FOOT = `</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
