import type { Output, MakeReport } from "../report.ts";
import { MediaRoom } from "./media-room.ts";
import type { PackedPart } from "./packed.ts";
import { RunParts } from "./run-parts.ts";
import { pageFoot, pageHead, partElement } from "./shell.ts";

/** `<suite>.html`: one page that needs no network, with every conversation. */
export const htmlReport: MakeReport = (header, { bytesOf }) => {
  const label = runLabel(header);
  const run = new RunParts(header, { number: 0, label, media: new MediaRoom(), bytesOf });
  let isBegun = false;
  const text = (parts: readonly PackedPart[], foot = ""): Output[] => {
    const head = isBegun ? "" : pageHead(header.suite);
    isBegun = true;
    const piece = head + parts.map(partElement).join("") + foot;
    return piece === "" ? [] : [{ to: "file", ending: ".html", place: "end", text: piece }];
  };
  return {
    add: (result) => text(run.add(result)),
    end: (end) => text(run.end(end), pageFoot()),
  };
};

/** What a run is called beside others: its variant or its model. */
export function runLabel({
  variant,
  model_override: model,
}: Pick<Parameters<MakeReport>[0], "variant" | "model_override">): string {
  return variant ?? model ?? "each agent's own model";
}
