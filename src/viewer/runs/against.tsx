import { Fragment } from "preact";
import type { Flip, RunComparison } from "../../results/comparison-result.ts";
import { detectableText, differenceText } from "../../reports/words/comparison.ts";
import { countsText } from "../../reports/words/format.ts";
import { plural } from "../../text/count.ts";
import { addressOf } from "../address/view.ts";
import type { Page } from "../data/page.ts";
import { runNumber } from "./run-number.ts";

const TONES = { better: "passed", worse: "failed", "no difference shown": "skipped" } as const;

/** One run against the first: the verdict, how sure it is, and the cases that changed. */
export function Against(props: {
  readonly comparison: RunComparison;
  readonly alpha: number;
  readonly comparisons: number;
  readonly suite: string;
  readonly page: Page;
}) {
  const { comparison, alpha, comparisons, suite, page } = props;
  const { reference, candidate, verdict, up, down } = comparison;
  const runs = [reference, candidate].map((label) => runNumber(page, suite, label));
  return (
    <section
      class={`card figure against ${TONES[verdict]}`}
      aria-label={`${candidate} against ${reference}`}
    >
      <h3>
        {`${candidate} against ${reference}: `}
        <span class="verdict">{verdict}</span>
      </h3>
      <p>{sentence(differenceText(comparison, alpha, comparisons))}</p>
      <p class="quiet">{detectableText(comparison)}</p>
      <Flips what="did worse" flips={down} runs={runs} />
      <Flips what="did better" flips={up} runs={runs} />
    </section>
  );
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const MOST_FLIPS = 30;

function Flips(props: {
  readonly what: string;
  readonly flips: readonly Flip[];
  readonly runs: readonly (string | undefined)[];
}) {
  const { what, flips, runs } = props;
  const [reference, candidate] = runs;
  if (flips.length === 0) return null;
  return (
    <p class="flips">
      <b>{`${plural(flips.length, "case")} ${what}:`}</b>
      {flips.slice(0, MOST_FLIPS).map((flip) => {
        const text = `${flip.id} ${countsText(flip.reference)} → ${countsText(flip.candidate)}`;
        const beside = reference === undefined ? undefined : `${reference}.1`;
        return (
          <Fragment key={flip.id}>
            {candidate === undefined ? (
              <span>{text}</span>
            ) : (
              <a href={addressOf({ view: "cases", run: candidate, case: flip.id, beside })}>
                {text}
              </a>
            )}
          </Fragment>
        );
      })}
      {flips.length > MOST_FLIPS && <span>{`and ${flips.length - MOST_FLIPS} more`}</span>}
    </p>
  );
}
