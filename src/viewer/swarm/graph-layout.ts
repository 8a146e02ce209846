import { Graph, layout } from "@dagrejs/dagre";
import { cut } from "../../text/printable.ts";
import type { Swarm, SwarmAgent, Link } from "./swarm.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Edge {
  readonly path: string;
  readonly label: Point;
  readonly link: Link;
  /** Whether the floor was taken, not handed over. */
  readonly isTaken: boolean;
}

/** Where everything of a graph stands, in pixels. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly (Point & { readonly width: number; readonly agent: SwarmAgent })[];
  readonly edges: readonly Edge[];
}

export const NODE_HEIGHT = 46;
const WIDEST = 260;
const PADDING = 28;

/** How wide a name is as the style sheet has it, in pixels. */
function widthOf(name: string): number {
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  if (pen === null) return WIDEST;
  pen.font = "600 13px system-ui, sans-serif";
  return pen.measureText(name).width;
}

/** As much of a name as its node has room for. */
export function shownName(name: string): string {
  if (widthOf(name) <= WIDEST - PADDING) return name;
  let most = name.length - 1;
  while (most > 1 && widthOf(cut(name, most)) > WIDEST - PADDING) most--;
  return cut(name, most);
}

/** Lays a swarm out, from whom conversations begin with to the others. */
export function graphLayout(
  { agents, handoffs, successions }: Swarm,
  direction: "LR" | "TB",
): GraphLayout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 28, ranksep: 70, marginx: 12, marginy: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Those who begin come first: dagre keeps the order of what is equal.
  for (const { name } of agents.toSorted((one, other) => other.starts - one.starts))
    graph.setNode(name, {
      width: Math.max(120, widthOf(shownName(name)) + PADDING),
      height: NODE_HEIGHT,
    });
  const drawn = [...handoffs, ...successions].filter(
    ({ from, to }) => graph.hasNode(from) && graph.hasNode(to),
  );
  for (const [index, { from, to, count }] of drawn.entries())
    graph.setEdge(
      from,
      to,
      { weight: 1 + count, width: 34, height: 20, labelpos: "c" },
      String(index),
    );
  const given = drawn.filter((link) => handoffs.includes(link)).length;
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    nodes: agents.map((agent) => ({
      ...(graph.node(agent.name) as Point & { width: number }),
      agent,
    })),
    edges: drawn.map((link, index) => {
      const edge = graph.edge(link.from, link.to, String(index)) as Point & {
        readonly points: readonly Point[];
      };
      return {
        path: smooth(edge.points),
        label: { x: edge.x, y: edge.y },
        link,
        isTaken: index >= given,
      };
    }),
  };
}

/** A path that bends at the middles between points. */
function smooth(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return "";
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? last;
    const isLast = index === rest.length - 2;
    const [x, y] = isLast ? [next.x, next.y] : [(point.x + next.x) / 2, (point.y + next.y) / 2];
    return `Q${point.x} ${point.y} ${x} ${y}`;
  });
  return `M${first.x} ${first.y}${bends.length === 0 ? `L${last.x} ${last.y}` : bends.join("")}`;
}
