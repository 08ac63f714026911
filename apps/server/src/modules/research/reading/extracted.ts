/** What a reader of one format makes of a document. Title, author, date and address are the document's own claims. */
export interface Extracted {
  text: string;
  title?: string;
  author?: string;
  publishedAt?: string;
  canonicalUrl?: string;
}
