import type { Standing } from "../../results/journal/journal.ts";
import type { BudgetResult } from "../../results/result.ts";
import { otherModel } from "../../swarm/completion/answering-model.ts";
import { tokensOf } from "../../trajectory/tokens-of.ts";
import type { Usage } from "../../trajectory/trajectory.ts";
import { TrialAbort, UsageError } from "../errors.ts";
import { costOf, priceOf, type Prices } from "../../models/prices.ts";
import { CompletionSizes, type RequestSize } from "./sizes.ts";

/** What a run may use at most. */
export interface Caps {
  /** US dollars. */
  readonly cost?: number | undefined;
  /** Of prompts and completions together. */
  readonly tokens?: number | undefined;
}

/** US dollars, and tokens. */
export interface Amount {
  readonly cost: number;
  readonly tokens: number;
}

/** Room that is kept for a completion until it has ended. */
export interface Reservation {
  /**
   * Counts what the completion used; without a usage, its estimate. `answeredBy` is who answered: if it is another model
   * than was asked, it is billed for, and the run ends if the cap needs its price and there is none.
   */
  settle(usage: Usage | undefined, answeredBy?: string): void;
  /** Counts nothing: the completion was refused, or replayed. */
  release(): void;
}

interface Reserved extends Amount {
  readonly model: string;
}

/**
 * The money and the tokens of a run. Each completion reserves an estimate before it is asked for, and waits while those
 * under way leave too little room: only an answer more than twice as long as any before it can pass the cap.
 */
export class Budget {
  readonly #caps: Caps;
  readonly #prices: Prices;
  readonly #sizes = new CompletionSizes();
  /** The estimates of the completions under way. */
  readonly #reserved = new Set<Reserved>();
  #spent: Amount;
  #refusal: string | undefined;
  /** Resolves when there may be more room, or none for good. */
  #changed = Promise.withResolvers<void>();

  /** `spent` is what was spent before. */
  constructor(caps: Caps, prices: Prices, spent: Amount = { cost: 0, tokens: 0 }) {
    this.#caps = caps;
    this.#prices = prices;
    this.#spent = spent;
  }

  get spent(): Amount {
    return this.#spent;
  }

  /** Why the run was stopped; undefined while there is room. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** What was spent so far, for a process that takes up the run. */
  standing(): Pick<Standing, "spent"> {
    return { spent: this.#spent };
  }

  /** What was spent so far, for the end of a suite's result. */
  conclude(): { readonly budget: BudgetResult } {
    const { cost: maxCost, tokens: maxTokens } = this.#caps;
    const { cost, tokens } = this.#spent;
    return {
      budget: {
        max_cost: maxCost ?? null,
        max_tokens: maxTokens ?? null,
        cost: maxCost === undefined ? null : Number(cost.toPrecision(12)),
        tokens,
      },
    };
  }

  /** Throws UsageError for models without a price if the cap needs one. */
  requirePrices(models: Iterable<string>): void {
    if (this.#caps.cost === undefined) return;
    const unpriced = [...new Set(models)].filter((model) => !priceOf(model, this.#prices));
    if (unpriced.length > 0) throw unknownPrice(unpriced);
  }

  /** Waits for room. Undefined if there will be none: then call `refuse`, unless the completion is replayed. */
  async reserve(size: RequestSize): Promise<Reservation | undefined> {
    for (;;) {
      const amount = this.#estimate(size);
      if (amount === undefined || this.#refusal !== undefined) return undefined;
      if (this.#fits(amount) && !this.#isCrowded(size.model)) return this.#open(size, amount);
      if (this.#reserved.size === 0) return undefined;
      await this.#changed.promise;
    }
  }

  /** The error that ends a trial whose completion has no room. All that wait end too. */
  refuse(size: RequestSize): UsageError | TrialAbort {
    const refusal = this.refusalOf(size);
    if (refusal instanceof TrialAbort) {
      this.#refusal = refusal.message;
      this.#wake();
    }
    return refusal;
  }

  /** What `refuse` returns, while nothing is refused. */
  refusalOf(size: RequestSize): UsageError | TrialAbort {
    const estimate = this.#estimate(size);
    if (estimate === undefined) return unknownPrice([size.model]);
    return new TrialAbort("budget", this.#refusal ?? this.#describe(size.model, estimate));
  }

  /** Counts the estimate of a completion that a tool asks for itself. False if there is no room: call `refuse`. */
  spend(size: RequestSize): boolean {
    const amount = this.#estimate(size);
    if (amount === undefined || !this.#fits(amount)) return false;
    this.#spent = sum([this.#spent, amount]);
    return true;
  }

  /** Assuming the longest answer of a model (16,384 tokens and more) would leave no room below a few dollars. */
  #estimate(size: RequestSize): Amount | undefined {
    const maxOutput = priceOf(size.model, this.#prices)?.max_output;
    return this.#amount(size.model, this.#sizes.estimate(size, maxOutput));
  }

  /** Undefined if the price must be known and is not. */
  #amount(model: string, usage: Usage): Amount | undefined {
    const cost = this.#caps.cost === undefined ? 0 : costOf(model, usage, this.#prices);
    return cost === undefined ? undefined : { cost, tokens: tokensOf(usage) };
  }

  #fits(amount: Amount): boolean {
    const { cost, tokens } = sum([this.#spent, ...this.#reserved, amount]);
    return cost <= (this.#caps.cost ?? Infinity) && tokens <= (this.#caps.tokens ?? Infinity);
  }

  /** As many completions may be under way as a model has answered: many surprising ones at once could pass the cap. */
  #isCrowded(model: string): boolean {
    const underWay = [...this.#reserved].filter((one) => one.model === model).length;
    return underWay > 0 && underWay >= this.#sizes.seen(model);
  }

  #open(size: RequestSize, amount: Amount): Reservation {
    const { model } = size;
    const reserved = { ...amount, model };
    this.#reserved.add(reserved);
    const close = (used: readonly Amount[]): void => {
      if (!this.#reserved.delete(reserved)) return;
      this.#spent = sum([this.#spent, ...used]);
      this.#wake();
    };
    return {
      settle: (usage, answeredBy) => {
        if (usage !== undefined) this.#sizes.learn(size, usage);
        const billed = otherModel(model, answeredBy) ?? model;
        const used = usage && this.#amount(billed, usage);
        if (usage !== undefined && used === undefined)
          this.#refusal ??= `${billed} answered in place of ${model}. ${unknownPrice([billed]).message}`;
        close([used ?? amount]);
      },
      release: () => close([]),
    };
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  #describe(model: string, estimate: Amount): string {
    const { cost, tokens } = this.#caps;
    const spent = this.#spent;
    const isOverCost = cost !== undefined && spent.cost + estimate.cost > cost;
    return isOverCost
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

function sum(amounts: readonly Amount[]): Amount {
  return {
    cost: amounts.reduce((total, { cost }) => total + cost, 0),
    tokens: amounts.reduce((total, { tokens }) => total + tokens, 0),
  };
}

/** With more digits than in a report: what is just short of a cap must not read as if it had reached it. */
function dollars(amount: number): string {
  return `$${Number(amount.toPrecision(4))}`;
}
