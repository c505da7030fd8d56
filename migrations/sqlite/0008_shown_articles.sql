CREATE TABLE `shown_articles` (
	`article_id` text PRIMARY KEY NOT NULL,
	`quotes` text NOT NULL,
	`sources` text NOT NULL,
	`analysts` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shown_names` (
	`resource` text NOT NULL,
	`id` text NOT NULL,
	`articles` integer NOT NULL,
	PRIMARY KEY(`resource`, `id`)
);--> statement-breakpoint
INSERT INTO `shown_articles` SELECT article_id, json_group_array(id) FILTER (WHERE resource = 'quotes'), json_group_array(id) FILTER (WHERE resource = 'sources'), json_group_array(id) FILTER (WHERE resource = 'analysts') FROM (SELECT * FROM `shown` ORDER BY article_id, id) GROUP BY article_id;--> statement-breakpoint
INSERT INTO `shown_names` SELECT resource, id, count(*) FROM `shown` WHERE resource IN ('sources', 'analysts') GROUP BY resource, id;--> statement-breakpoint
DROP TABLE `shown`;
