import type { Run } from "../data/run.ts";

/** What must be known though no case failed for it. */
export function Warnings({ run }: { readonly run: Run }) {
  const { warnings } = run.part;
  if (warnings.length === 0) return null;
  return (
    <section class="card panel" aria-labelledby="warnings">
      <h2 id="warnings">To be looked at</h2>
      {warnings.map(({ title, lines }) => (
        <details key={title}>
          <summary class="plain">{title}</summary>
          <div class="plain">
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
        </details>
      ))}
    </section>
  );
}
