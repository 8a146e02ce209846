import { plural, thousands } from "../../text/count.ts";
import { addressOf, type View } from "../address/view.ts";
import { pairText } from "../list/filter.ts";
import { useHue } from "../ui/agent.tsx";
import { useMedia } from "../ui/use-media.ts";
import { graphLayout, NODE_HEIGHT, shownName, type GraphLayout } from "./graph-layout.ts";
import type { Swarm } from "./swarm.ts";

/** What the page needs beside the graph. */
const MARGINS = 110;

/** The agents and who hands to whom, the more often the wider. Dotted: who took the floor after whom. What no case touched is dashed. */
export function SwarmGraph({ swarm, view }: { readonly swarm: Swarm; readonly view: View }) {
  const isNarrow = useMedia("(max-width: 760px)");
  const wide = graphLayout(swarm, "LR");
  const fits = !isNarrow && wide.width < innerWidth - MARGINS;
  const { width, height, nodes, edges } = fits ? wide : graphLayout(swarm, "TB");
  const most = Math.max(1, ...edges.map(({ link }) => link.count));
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Graph of the swarm">
      <svg class="graph" width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <defs>
          <marker
            id="tip"
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="12"
            markerHeight="12"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0L10 5L0 10z" />
          </marker>
        </defs>
        {edges.map((edge) => (
          <Edge key={edge.path} edge={edge} most={most} view={view} />
        ))}
        {nodes.map((node) => (
          <Node key={node.agent.name} node={node} view={view} />
        ))}
      </svg>
    </div>
  );
}

type Edges = GraphLayout["edges"];

function Edge(props: { readonly edge: Edges[number]; readonly most: number; readonly view: View }) {
  const { edge, most, view } = props;
  const { path, label, link, isTaken } = edge;
  const { from, to, count, cases } = link;
  const isUsed = count > 0;
  return (
    <g class={isUsed ? (isTaken ? "edge taken" : "edge") : "edge untouched"}>
      <path
        d={path}
        style={{ strokeWidth: isUsed ? 1 + (3.5 * count) / most : 1 }}
        marker-end="url(#tip)"
      />
      {isTaken && <Weight label={label} count={count} />}
      {isUsed && !isTaken && (
        <a
          href={addressOf({ view: "cases", run: view.run }, { handoff: pairText(from, to) })}
          aria-label={`${from} hands to ${to} ${plural(count, "time")}, in ${plural(cases, "case")}`}
        >
          <Weight label={label} count={count} />
        </a>
      )}
    </g>
  );
}

/** How often an edge was used. */
function Weight(props: { readonly label: Edges[number]["label"]; readonly count: number }) {
  const { label, count } = props;
  return (
    <>
      <rect x={label.x - 17} y={label.y - 10} width={34} height={20} rx={10} />
      <text x={label.x} y={label.y + 4}>
        {thousands(count)}
      </text>
    </>
  );
}

function Node(props: { readonly node: GraphLayout["nodes"][number]; readonly view: View }) {
  const { node, view } = props;
  const { agent, x, y, width } = node;
  const { name, cases, failed, starts } = agent;
  const hue = useHue()(name);
  const what = cases === 0 ? "not touched" : plural(cases, "case");
  return (
    <a
      class={cases === 0 ? "node untouched" : "node"}
      href={addressOf({ view: "cases", run: view.run }, { agent: name })}
      style={{ "--hue": String(hue) }}
    >
      <rect x={x - width / 2} y={y - NODE_HEIGHT / 2} width={width} height={NODE_HEIGHT} rx={8} />
      {starts > 0 && <circle cx={x - width / 2} cy={y} r={4} />}
      <text class="name" x={x} y={y - 3}>
        {`${shownName(name)} `}
      </text>
      <text class="what" x={x} y={y + 14}>
        {what}
        {failed > 0 && <tspan class="failed">{` · ${failed} failed`}</tspan>}
      </text>
    </a>
  );
}
