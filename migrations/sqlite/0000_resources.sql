CREATE TABLE `affiliations` (
	`analyst_id` text NOT NULL,
	`source_id` text NOT NULL,
	PRIMARY KEY(`analyst_id`, `source_id`),
	FOREIGN KEY (`analyst_id`) REFERENCES `analysts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `affiliations_source` ON `affiliations` (`source_id`);--> statement-breakpoint
CREATE TABLE `analysts` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`actor` text NOT NULL,
	`trashed_at` text,
	`merged_into` text,
	`slug` text NOT NULL,
	`slug_key` text NOT NULL,
	`name` text NOT NULL,
	`name_sort` text NOT NULL,
	`names` text NOT NULL,
	`aliases` text NOT NULL,
	`roles` text NOT NULL,
	`country` text,
	`topics` text NOT NULL,
	`bio` text,
	`image` text,
	`same_as` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `analysts_name` ON `analysts` (`name_sort`,`id`);--> statement-breakpoint
CREATE INDEX `analysts_created` ON `analysts` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `analysts_updated` ON `analysts` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `analysts_country` ON `analysts` (`country`,`name_sort`,`id`);--> statement-breakpoint
CREATE INDEX `analysts_trashed` ON `analysts` (`trashed_at`) WHERE trashed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `analysts_merged` ON `analysts` (`merged_into`) WHERE merged_into IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `analysts_external_id` ON `analysts` (`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `analysts_slug_key` ON `analysts` (`slug_key`);--> statement-breakpoint
CREATE TABLE `articles` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`actor` text NOT NULL,
	`trashed_at` text,
	`slug` text NOT NULL,
	`slug_key` text NOT NULL,
	`lang` text NOT NULL,
	`primary_lang` text NOT NULL,
	`title` text NOT NULL,
	`title_sort` text NOT NULL,
	`subtitle` text,
	`summary` text,
	`body` text NOT NULL,
	`image` text,
	`section` text,
	`tags` text NOT NULL,
	`authors` text NOT NULL,
	`source_id` text,
	`canonical_url` text,
	`translation_of` text,
	`status` text NOT NULL,
	`publish_at` text,
	`embargo_until` text,
	`expire_at` text,
	`published_at` text,
	`corrections` text NOT NULL,
	`withdrawn_reason` text,
	`word_count` integer NOT NULL,
	`visible_from` text NOT NULL,
	`published_sort` text NOT NULL,
	`quotes_version` integer NOT NULL,
	`quotes_actor` text NOT NULL,
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`translation_of`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `articles_published` ON `articles` (`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_created` ON `articles` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `articles_updated` ON `articles` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `articles_title` ON `articles` (`title_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_lang` ON `articles` (`primary_lang`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_section` ON `articles` (`section`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_source` ON `articles` (`source_id`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_status` ON `articles` (`status`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_status_created` ON `articles` (`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `articles_status_updated` ON `articles` (`status`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `articles_status_title` ON `articles` (`status`,`title_sort`,`id`);--> statement-breakpoint
CREATE INDEX `articles_translation_of` ON `articles` (`translation_of`);--> statement-breakpoint
CREATE INDEX `articles_trashed` ON `articles` (`trashed_at`) WHERE trashed_at IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `articles_external_id` ON `articles` (`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `articles_slug_key` ON `articles` (`slug_key`);--> statement-breakpoint
CREATE TABLE `changes` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` text NOT NULL,
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`article_id` text,
	`version` integer NOT NULL,
	`action` text NOT NULL,
	`actor` text NOT NULL,
	`actor_name` text NOT NULL,
	`forced` integer NOT NULL,
	`message` text
);
--> statement-breakpoint
CREATE INDEX `changes_resource` ON `changes` (`resource`,`id`,`version`);--> statement-breakpoint
CREATE TABLE `former_slugs` (
	`resource` text NOT NULL,
	`slug_key` text NOT NULL,
	`id` text NOT NULL,
	PRIMARY KEY(`resource`, `slug_key`)
);
--> statement-breakpoint
CREATE INDEX `former_slugs_id` ON `former_slugs` (`resource`,`id`);--> statement-breakpoint
CREATE TABLE `keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text,
	`revoked_at` text,
	`from_environment` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `keys_hash` ON `keys` (`hash`);--> statement-breakpoint
CREATE TABLE `merge_moves` (
	`merged_id` text NOT NULL,
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`field` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`merged_id`, `resource`, `id`, `field`, `value`)
);
--> statement-breakpoint
CREATE TABLE `name_tokens` (
	`resource` text NOT NULL,
	`token` text NOT NULL,
	`id` text NOT NULL,
	PRIMARY KEY(`resource`, `token`, `id`)
);
--> statement-breakpoint
CREATE INDEX `name_tokens_id` ON `name_tokens` (`resource`,`id`,`token`);--> statement-breakpoint
CREATE TABLE `names` (
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`lang` text,
	`key` text NOT NULL,
	`skeleton` text NOT NULL,
	PRIMARY KEY(`resource`, `id`, `name`)
);
--> statement-breakpoint
CREATE INDEX `names_key` ON `names` (`resource`,`key`,`id`);--> statement-breakpoint
CREATE INDEX `names_skeleton` ON `names` (`resource`,`skeleton`,`id`);--> statement-breakpoint
CREATE TABLE `quote_samples` (
	`sample` integer NOT NULL,
	`quote_id` text NOT NULL,
	PRIMARY KEY(`sample`, `quote_id`),
	FOREIGN KEY (`quote_id`) REFERENCES `quotes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `quote_samples_quote` ON `quote_samples` (`quote_id`);--> statement-breakpoint
CREATE TABLE `quotes` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`actor` text NOT NULL,
	`trashed_at` text,
	`trashed_with_article` integer NOT NULL,
	`article_id` text NOT NULL,
	`kind` text NOT NULL,
	`text` text NOT NULL,
	`words_key` text NOT NULL,
	`previous_text` text,
	`spans` text NOT NULL,
	`analyst_id` text,
	`source_id` text,
	`role` text,
	`mention` text,
	`cue` text,
	`told_to_id` text,
	`lang` text NOT NULL,
	`is_translation` integer NOT NULL,
	`original_text` text,
	`wanted_position` integer,
	`position` integer NOT NULL,
	`status` text NOT NULL,
	`anchor` text,
	`note` text,
	`published_sort` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`analyst_id`) REFERENCES `analysts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`source_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`told_to_id`) REFERENCES `sources`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `quotes_article` ON `quotes` (`article_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_position` ON `quotes` (`position`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_published` ON `quotes` (`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_created` ON `quotes` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_updated` ON `quotes` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_analyst` ON `quotes` (`analyst_id`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_source` ON `quotes` (`source_id`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_told_to` ON `quotes` (`told_to_id`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_kind` ON `quotes` (`kind`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_status` ON `quotes` (`status`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_words` ON `quotes` (`words_key`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_anchor` ON `quotes` (`anchor`,`published_sort`,`id`);--> statement-breakpoint
CREATE INDEX `quotes_trashed` ON `quotes` (`trashed_at`) WHERE trashed_at IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `quotes_external_id` ON `quotes` (`external_id`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`resource`, `id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `search_documents` (
	`rowid` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource` text NOT NULL,
	`id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_documents_id` ON `search_documents` (`resource`,`id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sources` (
	`id` text PRIMARY KEY NOT NULL,
	`external_id` text,
	`version` integer NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`actor` text NOT NULL,
	`trashed_at` text,
	`merged_into` text,
	`slug` text NOT NULL,
	`slug_key` text NOT NULL,
	`name` text NOT NULL,
	`name_sort` text NOT NULL,
	`names` text NOT NULL,
	`aliases` text NOT NULL,
	`kind` text NOT NULL,
	`url` text,
	`country` text,
	`lang` text,
	`description` text
);
--> statement-breakpoint
CREATE INDEX `sources_name` ON `sources` (`name_sort`,`id`);--> statement-breakpoint
CREATE INDEX `sources_created` ON `sources` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `sources_updated` ON `sources` (`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `sources_kind` ON `sources` (`kind`,`name_sort`,`id`);--> statement-breakpoint
CREATE INDEX `sources_country` ON `sources` (`country`,`name_sort`,`id`);--> statement-breakpoint
CREATE INDEX `sources_trashed` ON `sources` (`trashed_at`) WHERE trashed_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `sources_merged` ON `sources` (`merged_into`) WHERE merged_into IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `sources_external_id` ON `sources` (`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sources_slug_key` ON `sources` (`slug_key`);--> statement-breakpoint
CREATE TABLE `speakers` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `speakers_id` ON `speakers` (`id`);--> statement-breakpoint
CREATE TABLE `tags` (
	`tag` text NOT NULL,
	`article_id` text NOT NULL,
	PRIMARY KEY(`tag`, `article_id`),
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tags_article` ON `tags` (`article_id`);--> statement-breakpoint
CREATE TABLE `topics` (
	`topic` text NOT NULL,
	`analyst_id` text NOT NULL,
	PRIMARY KEY(`topic`, `analyst_id`),
	FOREIGN KEY (`analyst_id`) REFERENCES `analysts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `topics_analyst` ON `topics` (`analyst_id`);--> statement-breakpoint
CREATE TABLE `voices` (
	`article_id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`visible_from` text NOT NULL,
	`expire_at` text,
	`published_sort` text NOT NULL,
	`section` text,
	`primary_lang` text NOT NULL,
	`lang` text NOT NULL,
	`quotes` integer NOT NULL,
	`speakers` text NOT NULL,
	`told_to` text NOT NULL,
	FOREIGN KEY (`article_id`) REFERENCES `articles`(`id`) ON UPDATE no action ON DELETE cascade
);
