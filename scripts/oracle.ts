// Holds the checks against a brute-force oracle on random conversations and expectations: node scripts/oracle.ts [pairs] [seed]
import { compareWithOracle } from "../test/checks/oracle/differences.ts";

const [pairs = 100_000, seed = Date.now()] = process.argv.slice(2).map(Number);
const { differences, counts } = compareWithOracle(pairs, seed);
for (const [key, count] of [...counts].sort()) process.stdout.write(`${key}: ${count}\n`);
for (const difference of differences.slice(0, 5)) process.stdout.write(`${difference}\n`);
process.stdout.write(`${differences.length} of ${pairs} pairs differ (seed ${seed})\n`);
process.exitCode = differences.length === 0 ? 0 : 1;
