import type { JudgeExpectation } from "./expectation.ts";

/** What people found of a reply, and what a judge is asked to grade it by. */
export interface LabelledReply extends JudgeExpectation {
  /** For readers: `refund-refused`. */
  readonly id?: string;
  readonly agent: string;
  readonly reply: string;
  /** What led to the reply, as a judge reads it. */
  readonly conversation: readonly object[];
  /** The verdict of most of the people who were asked. */
  readonly verdict: "passed" | "failed";
}
