function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

/** Never the last word of a sentence: something always follows. */
export const leadingAbbreviations = setOf(
  "dr mr mrs ms mx prof gen sen rep gov capt cmdr lt col sgt maj adm rev hon messrs mme mlle st mt ft e.g i.e eg ie cf vs v viz approx ca resp incl excl esp assoc asst dept univ est orig rom",
);

/** An abbreviation only in front of a number or a single letter ("No. 5", "Fig. A"); otherwise an ordinary word. */
export const numberingAbbreviations = setOf("no nos fig figs eq eqs sec secs ch chap vol vols art p pp pt para tab app ver ed op nr");

/** May end a sentence; only a word that usually opens one tells. */
export const trailingAbbreviations = setOf(
  "inc ltd co corp llc plc gmbh bros jr sr etc al a.m p.m am pm u.s u.k u.n e.u u.s.a d.c ph.d m.d b.a m.a b.sc m.sc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ave blvd rd hwy sq min max avg",
);

/** After these a capitalised word is more likely a new sentence than a part of the same name. */
export const loosenedAbbreviations = setOf("etc a.m p.m");

/** Words that, capitalised after a dot, almost always open a new sentence. */
export const sentenceStarters = setOf(
  "the a an this that these those it its he she they we you i in on at for from with by to of as if when while after before since although though because however but and or so yet nor not no there here his her their our your my what which who why how where one two some many most all both each every another other such then thus therefore moreover furthermore meanwhile instead finally first second third today now later once until unless despite during under over between among according users people",
);

/** Capitalised words that follow a time of day without opening a sentence. */
export const timeZones = setOf(
  "est edt cst cdt mst mdt pst pdt gmt utc cet cest bst ist eastern central pacific monday tuesday wednesday thursday friday saturday sunday",
);
