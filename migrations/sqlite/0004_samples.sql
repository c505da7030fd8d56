PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_quote_samples` (
	`sample` integer NOT NULL,
	`document` integer NOT NULL,
	PRIMARY KEY(`sample`, `document`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_quote_samples`("sample", "document") SELECT s.sample, d.rowid FROM `quote_samples` s JOIN `search_documents` d ON d.resource = 'quotes' AND d.id = s.quote_id;--> statement-breakpoint
DROP TABLE `quote_samples`;--> statement-breakpoint
ALTER TABLE `__new_quote_samples` RENAME TO `quote_samples`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
DROP INDEX `quotes_analyst`;--> statement-breakpoint
DROP INDEX `quotes_source`;--> statement-breakpoint
DROP INDEX `quotes_told_to`;--> statement-breakpoint
CREATE INDEX `quotes_analyst` ON `quotes` (`analyst_id`,`published_sort`,`id`) WHERE analyst_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `quotes_source` ON `quotes` (`source_id`,`published_sort`,`id`) WHERE source_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `quotes_told_to` ON `quotes` (`told_to_id`,`published_sort`,`id`) WHERE told_to_id IS NOT NULL;