import { type Comparison, conflict, type Finding, missing } from "./finding.ts";
import { isSameName, type Name } from "../names.ts";
import type { Facts } from "../read-facts.ts";
import { isStopWord } from "../../text/words.ts";

const attributed =
  /(?:\baccording to|\bas reported by|\b(?:study|report|survey|analysis|figures|data|research|paper) (?:by|from|of)|\bquoted by)(?: the)? $/i;
const speaks =
  /^,? (?:says?|said|reports?|reported|found|finds|writes?|wrote|claims?|claimed|notes?|noted|estimates?|estimated|announced|argues?|concluded|states?|stated)\b/i;

/** Holds the names of a claim, and the roles that go with them, against the evidence. `isKnown` says whether any source has a word. */
export function compareNames(comparison: Comparison, isKnown: (lowered: string) => boolean): Finding[] {
  const { claim, evidence, around, spokenOf, title } = comparison;
  const findings = claim.names.flatMap((name) => {
    if (isNamedIn(evidence, name) || [...around(), title, ...spokenOf()].some((facts) => isNamedIn(facts, name))) return [];
    if (isInvented(claim, name) && !name.parts.every(isKnown)) return [missing("invented_source", name.text)];
    const rival = evidence.names.find((other) => isRival(name, other) && !claim.names.some((own) => isSameName(own, other)));
    return [rival === undefined ? missing("entity", name.text) : conflict("entity", name.text, rival.text)];
  });
  return [...findings, ...compareRoles(comparison)];
}

function isNamedIn(facts: Facts, name: Name): boolean {
  if (facts.names.some((other) => isSameName(name, other))) return true;
  const lowered = facts.text.toLowerCase();
  return name.parts.every((part) => hasWord(lowered, part));
}

function hasWord(lowered: string, part: string): boolean {
  const at = lowered.indexOf(part);
  return (
    at !== -1 && !/[\p{L}\p{N}]/u.test(lowered.charAt(at - 1)) && !/^(?!s\b)[\p{L}\p{N}]/u.test(lowered.slice(at + part.length, at + part.length + 2))
  );
}

/** Persons stand for persons, single words for single words or more. */
function isRival(name: Name, other: Name): boolean {
  return !isSameName(name, other) && Math.abs(name.parts.length - other.parts.length) <= 2;
}

function isInvented(claim: Facts, name: Name): boolean {
  return attributed.test(claim.text.slice(0, name.start)) || speaks.test(claim.text.slice(name.end));
}

/** Another role beside the same name, or one that the evidence does not know. */
function compareRoles({ claim, evidence, around }: Comparison): Finding[] {
  return claim.roles.flatMap((role) => {
    if ([evidence, ...around()].some((facts) => facts.roles.includes(role))) return [];
    const name = claim.names.find((own) => evidence.names.some((other) => isSameName(own, other)));
    if (name === undefined) return [];
    const there = evidence.names.find((other) => isSameName(name, other));
    const before = /(?:^|[ ,])((?:\p{Ll}{3,} ){1,2})$/u.exec(evidence.text.slice(0, there?.start ?? 0))?.[1]?.trim();
    const rival =
      evidence.roles.find((other) => !claim.roles.includes(other)) ??
      before
        ?.split(" ")
        .filter((word) => !isStopWord(word))
        .join(" ");
    return [rival === undefined || rival === "" ? missing("role", role) : conflict("role", role, rival)];
  });
}
