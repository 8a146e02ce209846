import type { BudgetResult } from "../../results/result.ts";
import { CompletionSizes, sizeOf } from "./sizes.ts";
import type { RequestSize, SizedRequest } from "./sizes.ts";
import { costOf, priceOf } from "../prices.ts";
import type { Prices } from "../prices.ts";
import { TrialAbort, UsageError } from "../errors.ts";
import type { Usage } from "../../trajectory/trajectory.ts";

/** What a run may take at most. */
export interface Caps {
  /** US dollars. */
  readonly cost?: number | undefined;
  /** Of prompts and completions together. */
  readonly tokens?: number | undefined;
}

interface Amount {
  readonly cost: number;
  readonly tokens: number;
}

const NOTHING: Amount = { cost: 0, tokens: 0 };

/** Room that was kept for a completion. */
export interface Reservation {
  /** Gives the room back for what the completion used; without a usage, what was kept counts as used. */
  settle(usage: Usage | undefined): void;
  /** Gives the room back for nothing: the completion was refused, or replayed. */
  release(): void;
}

interface Waiting {
  readonly size: RequestSize;
  readonly resolve: (reservation: Reservation | undefined) => void;
}

/**
 * The money and the tokens of a run. Room for a completion is kept before it is asked for, by an estimate that is on the
 * large side; where others under way leave too little, it waits for them, so that the cap is neither passed nor missed by far.
 * Only an answer of more than twice the length of any before it can pass the cap, and none where the model's price says what
 * it gives at most: that would otherwise be so much (16,384 tokens and more) that little could be asked for below a few dollars.
 * Of a model no more completions are under way at once than were seen before: nothing is known of one that was never asked,
 * and many could surprise together.
 */
export class Budget {
  readonly #caps: Caps;
  readonly #prices: Prices;
  readonly #sizes = new CompletionSizes();
  readonly #waiting: Waiting[] = [];
  #spent = NOTHING;
  #reserved = NOTHING;
  /** How many completions are under way, in all and by their models. */
  #underWay = 0;
  readonly #underWayOf = new Map<string, number>();
  #refusal: string | undefined;

  constructor(caps: Caps, prices: Prices) {
    this.#caps = caps;
    this.#prices = prices;
  }

  /** Why the run was stopped; undefined while there is room. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  result(): BudgetResult {
    const { cost: maxCost, tokens: maxTokens } = this.#caps;
    const { cost, tokens } = this.#spent;
    return {
      max_cost: maxCost ?? null,
      max_tokens: maxTokens ?? null,
      cost: maxCost === undefined ? null : Number(cost.toPrecision(12)),
      tokens,
    };
  }

  /** Throws UsageError for models whose price would have to be known. */
  requirePrices(models: Iterable<string>): void {
    if (this.#caps.cost === undefined) return;
    const unpriced = [...new Set(models)].filter((model) => !priceOf(model, this.#prices));
    if (unpriced.length > 0) throw unknownPrice(unpriced);
  }

  /** Waits for room. Undefined where there is none and none will come: then `refuse`, if it has to be paid for. */
  reserve(request: SizedRequest): Promise<Reservation | undefined> {
    return new Promise((resolve) => {
      this.#waiting.push({ size: sizeOf(request), resolve });
      this.#admit();
    });
  }

  /** What ends the trial that asks for a completion without room, and the run with it. */
  refuse(request: SizedRequest): UsageError | TrialAbort {
    const size = sizeOf(request);
    const estimate = this.#estimate(size);
    if (estimate === undefined) return unknownPrice([size.model]);
    this.#refusal ??= this.#describe(size.model, estimate);
    this.#admit();
    return new TrialAbort("budget", this.#refusal);
  }

  /** Counts what nobody could keep room for: a completion that a tool asks for by itself. Returns whether there is room; where not, `refuse`. */
  spend(request: SizedRequest): boolean {
    const size = sizeOf(request);
    const amount = this.#estimate(size);
    if (amount === undefined || !this.#fits(amount)) return false;
    this.#spent = sum(this.#spent, amount);
    return true;
  }

  #estimate(size: RequestSize): Amount | undefined {
    const most = priceOf(size.model, this.#prices)?.max_output;
    return this.#amount(size.model, this.#sizes.estimate(size, most));
  }

  #amount(model: string, usage: Usage): Amount | undefined {
    const cost = this.#caps.cost === undefined ? 0 : costOf(model, usage, this.#prices);
    return cost === undefined
      ? undefined
      : { cost, tokens: usage.prompt_tokens + usage.completion_tokens };
  }

  /** Lets in those who wait, first come, first served, as far as there is room; with nothing under way, who does not fit never will. */
  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const amount = this.#estimate(next.size);
      const fits =
        this.#refusal === undefined &&
        amount !== undefined &&
        this.#fits(amount) &&
        !this.#isCrowded(next.size.model);
      if (!fits && this.#underWay > 0 && this.#refusal === undefined && amount !== undefined)
        return;
      this.#waiting.shift();
      next.resolve(fits ? this.#reservation(next.size, amount) : undefined);
    }
  }

  #isCrowded(model: string): boolean {
    const underWay = this.#underWayOf.get(model) ?? 0;
    return underWay > 0 && underWay >= this.#sizes.seen(model);
  }

  #fits(amount: Amount): boolean {
    const { cost, tokens } = sum(sum(this.#spent, this.#reserved), amount);
    return cost <= (this.#caps.cost ?? Infinity) && tokens <= (this.#caps.tokens ?? Infinity);
  }

  #reservation(size: RequestSize, amount: Amount): Reservation {
    this.#reserved = sum(this.#reserved, amount);
    this.#count(size.model, 1);
    let open = true;
    const close = (used: Amount): void => {
      if (!open) return;
      open = false;
      this.#count(size.model, -1);
      // With nothing under way nothing is kept, whatever floating point makes of it.
      this.#reserved = this.#underWay === 0 ? NOTHING : less(this.#reserved, amount);
      this.#spent = sum(this.#spent, used);
      this.#admit();
    };
    return {
      settle: (usage) => {
        if (usage !== undefined) this.#sizes.learn(size, usage);
        close((usage && this.#amount(size.model, usage)) ?? amount);
      },
      release: () => close(NOTHING),
    };
  }

  #count(model: string, more: 1 | -1): void {
    this.#underWay += more;
    this.#underWayOf.set(model, (this.#underWayOf.get(model) ?? 0) + more);
  }

  #describe(model: string, estimate: Amount): string {
    const { cost, tokens } = this.#caps;
    const spent = this.#spent;
    const overCost = cost !== undefined && spent.cost + estimate.cost > cost;
    return overCost
      ? `The next completion, of ${model}, is estimated at ${dollars(estimate.cost)}. With the ${dollars(spent.cost)} spent so far it could pass the cap of ${dollars(cost)}. Raise it with --max-cost.`
      : `The next completion, of ${model}, is estimated at ${estimate.tokens} tokens. With the ${spent.tokens} used so far it could pass the cap of ${tokens}. Raise it with --max-tokens.`;
  }
}

function unknownPrice(models: readonly string[]): UsageError {
  const [first = ""] = models;
  return new UsageError(
    `There is no price for ${models.join(", ")}, so --max-cost cannot be kept. Give it in US dollars for a million tokens, in swarm-eval.config.ts: prices: { ${JSON.stringify(first)}: { input: …, output: … } }. Or cap the tokens: --max-tokens.`,
  );
}

function sum(one: Amount, other: Amount): Amount {
  return { cost: one.cost + other.cost, tokens: one.tokens + other.tokens };
}

function less(one: Amount, other: Amount): Amount {
  return { cost: one.cost - other.cost, tokens: one.tokens - other.tokens };
}

/** With more digits than in a report: what is just short of a cap must not read as if it had reached it. */
function dollars(amount: number): string {
  return `$${Number(amount.toPrecision(4))}`;
}
