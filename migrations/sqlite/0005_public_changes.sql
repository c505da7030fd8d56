CREATE TABLE `previews` (
	`id` text PRIMARY KEY NOT NULL,
	`article_id` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`actor` text NOT NULL,
	`actor_name` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `previews_article` ON `previews` (`article_id`,`id`);--> statement-breakpoint
CREATE TABLE `shown` (
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`article_id` text NOT NULL,
	PRIMARY KEY(`resource`, `id`, `article_id`)
);
--> statement-breakpoint
CREATE INDEX `shown_article` ON `shown` (`article_id`);--> statement-breakpoint
CREATE TABLE `working_copies` (
	`article_id` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`base` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`actor` text NOT NULL,
	`actor_name` text NOT NULL,
	`state` text NOT NULL,
	`quote_drafts` text,
	`quotes` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `articles` ADD `withdrawn_at` text;--> statement-breakpoint
CREATE INDEX `articles_withdrawn` ON `articles` (`withdrawn_at`,`id`) WHERE withdrawn_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `changes` ADD `public_action` text;--> statement-breakpoint
ALTER TABLE `changes` ADD `public_sequence` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `changes_public` ON `changes` (`public_sequence`) WHERE public_sequence IS NOT NULL;