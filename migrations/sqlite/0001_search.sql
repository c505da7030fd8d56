CREATE VIRTUAL TABLE search USING fts5(folded, stems, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
