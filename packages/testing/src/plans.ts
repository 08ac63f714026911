import type { Sql } from "@cofounder/database";
import type pg from "pg";

/** One thing that the database did for a statement. */
export interface PlanNode {
  /** "Seq Scan", "Index Scan", "Sort" … */
  kind: string;
  table: string | undefined;
  index: string | undefined;
  /** Rows that it looked at: those it passed on and those it threw away. */
  rows: number;
}

export interface Plan {
  statement: string;
  nodes: PlanNode[];
}

interface ExplainedNode {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  "Rows Removed by Index Recheck"?: number;
  Plans?: ExplainedNode[];
}

type Query = (config: { text: string }, values?: unknown[]) => Promise<pg.QueryResult>;

function nodesOf(node: ExplainedNode): PlanNode[] {
  const each = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0) + (node["Rows Removed by Index Recheck"] ?? 0);
  const own = { kind: node["Node Type"], table: node["Relation Name"], index: node["Index Name"], rows: Math.round(each * node["Actual Loops"]) };
  return [own, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Runs reads and answers what the database really did for each of their statements. They must be the only ones meanwhile. */
export async function plansOf(sql: Sql, work: () => Promise<unknown>): Promise<Plan[]> {
  const { $client: client } = sql as unknown as { $client: { query: Query } };
  const query = client.query.bind(client);
  const sent: { text: string; values: unknown[] }[] = [];
  client.query = (config, values) => {
    sent.push({ text: config.text, values: values ?? [] });
    return query(config, values);
  };
  try {
    await work();
  } finally {
    client.query = query;
  }
  const plans: Plan[] = [];
  for (const { text, values } of sent) {
    const { rows } = await query({ text: `explain (analyze, format json) ${text}` }, values);
    const [{ Plan: root }] = (rows as [{ "QUERY PLAN": [{ Plan: ExplainedNode }] }])[0]["QUERY PLAN"];
    plans.push({ statement: text, nodes: nodesOf(root) });
  }
  return plans;
}
