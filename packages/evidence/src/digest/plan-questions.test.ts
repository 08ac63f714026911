import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planQuestions } from "./plan-questions.ts";

const styles = ["technical", "narrative", "listicle", "educational", "thought-leadership"];

describe("a plan of questions", () => {
  it("asks what the style asks", () => {
    const headings = (style: string): string[] => planQuestions({ topic: "Heat pumps in winter", style }).map(({ heading }) => heading);
    expect(headings("educational")).toEqual([
      "What it is",
      "Why it matters",
      "How it works",
      "How to put it into practice",
      "Limits and risks",
      "What the numbers show",
    ]);
    expect(headings("narrative")[0]).toBe("How it came about");
    expect(headings("unheard of")).toEqual(headings("educational"));
  });

  it("asks about the topic itself", () => {
    const questions = planQuestions({ topic: "heat pumps in winter", style: "technical" }).map(({ question }) => question);
    expect(questions[1]).toBe("Heat pumps in winter: how does this work?");
    expect(questions.every((question) => question.endsWith("?"))).toBe(true);
  });

  it("makes sections of keywords that say more than the topic", () => {
    const plan = planQuestions({
      topic: "Backups for small firms",
      style: "technical",
      keywords: ["backups", "restore tests", "Restore tests", "tape", " "],
    });
    expect(plan.map(({ heading }) => heading)).toEqual(["What it is", "Restore tests", "Tape", ...plan.slice(3).map(({ heading }) => heading)]);
    expect(plan[1]?.question).toBe("What is known about restore tests?");
    expect(plan[2]?.question).toBe("Backups for small firms: what is known about tape?");
  });

  it("answers a topic that is a question first", () => {
    const [first, ...rest] = planQuestions({ topic: "Why do backups fail?", style: "educational" });
    expect(first).toEqual({ heading: "The short answer", question: "Why do backups fail?" });
    expect(rest.map(({ heading }) => heading)).not.toContain("What it is");
  });

  it.each([
    ["A short guide to composting", "Composting: what is meant?"],
    ["The beginner's guide to bee keeping", "Bee keeping: what is meant?"],
    ["10 easy ways to save water", "Save water: what is meant?"],
    ["  PostgreSQL   replication.  ", "PostgreSQL replication: what is meant?"],
  ])("finds the thing behind %j", (topic, question) => {
    expect(planQuestions({ topic, style: "technical" })[0]?.question).toBe(question);
  });

  it("has four to eight sections, no heading twice, whatever the brief", () => {
    const word = fc.constantFrom("heat", "pumps", "how", "why", "do", "10", "ways", "?", "guide to", "in winter", "  ", ".");
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(...styles, "other"),
        fc.array(fc.constantFrom("cost", "heat recovery", "noise", "cold rooms", "rates", "staff", "tape", "a"), { maxLength: 15 }),
        (topic, style, keywords) => {
          const plan = planQuestions({ topic: topic.join(" "), style, keywords });
          return plan.length >= 4 && plan.length <= 8 && new Set(plan.map(({ heading }) => heading)).size === plan.length;
        },
      ),
    );
  });

  it("is the same for the same brief", () => {
    const brief = { topic: "Night rates", style: "listicle", keywords: ["peak demand"] };
    expect(planQuestions(brief)).toEqual(planQuestions(brief));
  });
});
