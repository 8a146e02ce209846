import { json, type Shape } from "./shape.ts";

/** Prompts that are written in JSX. */
export const jsx: Shape = {
  agents: "src/agents.tsx",
  call: { name: "render", arguments: { name: "Ana" }, output: "(p Hi Ana (b 1))(i old)" },
  files: {
    "package.json": json({ type: "module" }),
    "tsconfig.json": json({
      compilerOptions: {
        module: "esnext",
        moduleResolution: "bundler",
        jsx: "react-jsx",
        jsxImportSource: "prompts",
        allowJs: true,
        strict: true,
      },
    }),
    "src/agents.tsx": `
import { Agent } from "swarm-eval";
import { Prompt, PromptProps } from "./prompt";
import { Old } from "./old.jsx";

/** Renders a prompt. */
const render = (name: string) => {
  const props: PromptProps = { name, level: 1 };
  return String(<><Prompt {...props} /><Old /></>);
};
export default () => new Agent({ name: "Writer", functions: [render] });
`,
    "src/prompt.tsx": `
export interface PromptProps { name: string; level: number }
export const Prompt = ({ name, level }: PromptProps) => <p>Hi {name} <b>{level}</b></p>;
`,
    "src/old.jsx": `export const Old = () => <i>old</i>;\n`,
    "node_modules/prompts/package.json": json({
      name: "prompts",
      type: "module",
      exports: { "./jsx-runtime": "./jsx-runtime.js" },
    }),
    "node_modules/prompts/jsx-runtime.js": `
export const Fragment = ({ children }) => [children].flat().join("");
export const jsx = (tag, { children = [], ...props }) =>
  typeof tag === "function" ? tag({ children, ...props }) : "(" + tag + " " + [children].flat().join("") + ")";
export const jsxs = jsx;
`,
  },
};
