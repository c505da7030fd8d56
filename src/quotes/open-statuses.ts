/** The statuses of a quote that no editor stands by (yet, or any more): what leaves the server as a fact leaves these out. */
export const openStatuses = ['proposed', 'disputed']
