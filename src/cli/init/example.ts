/** The agents that a beginner starts from: a factory, a handoff, a tool that may fail, a state to check. */
export const EXAMPLE_AGENTS = `import { Agent, Result } from "swarm-eval";

/**
 * The service desk of a shop: one agent finds out what is wanted, the other refunds. The factory is called for each trial,
 * so that every trial has orders of its own.
 */
export default function serviceDesk() {
  const orders = new Map([["A7", "delivered"]]);

  const triage = new Agent({
    name: "Triage",
    instructions: "Find out what the customer needs. Hand refunds over; answer all else yourself, briefly.",
  });
  const refunds = new Agent({
    name: "Refunds",
    instructions: "Refund orders. Say in one sentence what you did.",
  });

  /** Hands the customer over to refunds. */
  function transferToRefunds() {
    return refunds;
  }

  /**
   * Refunds an order.
   * @param order Its number, such as A7
   */
  function refund(order: string) {
    if (!orders.has(order)) throw new Error(\`There is no order \${order}.\`);
    orders.set(order, "refunded");
    return new Result({ value: \`\${order} is refunded.\`, contextVariables: { refunded: order } });
  }

  triage.functions = [transferToRefunds];
  refunds.functions = [refund];
  return { agent: triage, agents: [refunds], state: () => Object.fromEntries(orders) };
}
`;

/** What they are expected to do. */
export const EXAMPLE_CASES = [
  {
    id: "refund",
    user: "Please refund my order A7.",
    expect: {
      handoffs: ["Refunds"],
      tool_calls: [
        "transferToRefunds",
        { name: "refund", arguments: { order: "A7" }, agent: "Refunds" },
      ],
      output: { contains: "A7" },
      state: { A7: "refunded" },
    },
  },
  {
    id: "greeting",
    user: "Hello!",
    expect: { tool_calls: [], agent: "Triage", max_model_calls: 1 },
  },
];

/** For GitHub Actions: replays on every push and pull request, and records on demand. */
export const WORKFLOW = `name: evals
on:
  push:
    branches: [main]
  pull_request:
  schedule:
    - cron: "17 3 * * *"
  workflow_dispatch:
    inputs:
      record:
        description: Record what is missing, for at most this many US dollars
        default: "1"

jobs:
  replay:
    if: github.event_name == 'push' || github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npx swarm-eval run evals/*.jsonl --reporter table,github,junit
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: reports, path: reports }

  record:
    if: github.event_name == 'workflow_dispatch'
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npx swarm-eval run evals/*.jsonl --traffic record --max-cost "$MOST" --reporter table,github
        env:
          MOST: \${{ inputs.record }}
          OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}
      - run: |
          git config user.name github-actions
          git config user.email github-actions@users.noreply.github.com
          git add fixtures
          git diff --cached --quiet || git commit -m "Record conversations"
          git push
        if: always()

  # Runs once the repository's variable EVALS_MAX_COST says how many US dollars a night may cost.
  models:
    if: github.event_name == 'schedule' && vars.EVALS_MAX_COST != ''
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npx swarm-eval run evals/*.jsonl --traffic live --bless --add --max-cost "$MOST" --reporter table,github
        env:
          MOST: \${{ vars.EVALS_MAX_COST }}
          OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}
      - run: |
          git config user.name github-actions
          git config user.email github-actions@users.noreply.github.com
          git add reports/*.baseline.json
          git diff --cached --quiet || git commit -m "Add last night's trials to the baselines"
          git push
        if: always()
`;
