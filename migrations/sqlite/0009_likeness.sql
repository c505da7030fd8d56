CREATE VIRTUAL TABLE `likeness` USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');--> statement-breakpoint
INSERT INTO `likeness` (rowid, words) SELECT d.rowid, likeness_of(q.text) FROM `search_documents` d JOIN `quotes` q ON q.id = d.id WHERE d.resource = 'quotes';--> statement-breakpoint
DROP TABLE `quote_samples`;--> statement-breakpoint
DROP INDEX `quotes_words`;--> statement-breakpoint
ALTER TABLE `quotes` DROP COLUMN `words_key`;