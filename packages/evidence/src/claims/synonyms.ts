import type { Lexicon } from "../text/words.ts";

/** Words that a paraphrase may put for each other; one group a line. Opposites never share a group. */
const groups = `
begin start commence launch found establish
firm company business enterprise
buy purchase acquire
show demonstrate reveal indicate suggest
increase rise grow climb up
fall drop decline decrease
need require
help assist
car vehicle
child pupil student kid
big large
small little
fast quick rapid quickly
cost price pay spend
tell state explain
make produce manufacture build built
employee staff worker personnel
find discover found
study trial survey research experiment test
end finish
keep kept store retain
doctor physician
house home
road street
illness disease
allow permit let
forbid ban prohibit
give provide supply offer
get receive obtain
choose select pick chose
change alter modify
repair fix mend
release publish issue
join participate attend
boat ship vessel ferry
money fund funding
yearly annual annually year
monthly month
weekly week
daily day
average mean
roughly approximate approximately
adult grown-up
method approach technique
result outcome finding
area region district
town city
area surface
quarter fourth
half fifty
rain rainfall
plant grow grew
teach teacher
harvest yield
storm gale
harm damage
lead head led
maker manufacturer producer
user customer client
work job
food meal
cheap inexpensive
expensive costly dear
near close nearby
remove delete
check verify inspect
important essential vital crucial
example instance
measure gauge
reduce cut lower lessen
grant subsidy
electricity power current
energy power
last take took
passenger traveller rider
member participant
write wrote author
invent create develop design
live reside
die death
kill death
speak talk
travel trip journey ride commute
summit top peak
construction build built
own belong owned
urban city cities
rural countryside country
difference gap
attribute explain ascribe
railway railroad
wide broad
variety range diversity
man people worker
answer reply respond response
earn revenue income
warn caution
replace switch change swap
call describe
fee charge fare
purpose aim goal
amount quantity
part portion share
whole entire
hold contain include
sell sold
send ship deliver
carry transport
warm heat hot
cool cold chill
dry drought
`;

/** Tells whether two stems can stand for each other. */
export type Synonyms = (stem: string) => ReadonlySet<string>;

const none: ReadonlySet<string> = new Set();

/** The groups by stem, made once for a check. */
export function createSynonyms(lexicon: Lexicon): Synonyms {
  const known = new Map<string, Set<string>>();
  for (const line of groups.trim().split("\n")) {
    const stems = line.split(" ").map((word) => lexicon.stem(word));
    for (const one of stems) {
      const others = known.get(one) ?? new Set();
      for (const other of stems) if (other !== one) others.add(other);
      known.set(one, others);
    }
  }
  return (stem) => known.get(stem) ?? none;
}
