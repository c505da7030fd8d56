ALTER TABLE `quotes` ADD `link` text;--> statement-breakpoint
UPDATE `quotes` SET `link` = link_to(`article_id`, `spans`, `anchor`);
