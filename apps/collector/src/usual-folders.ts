/** Where is recorded, and read, when nobody says where. */
export const BOOKS = 'data/books';
/** Where a rehearsal is. */
export const REHEARSAL_BOOKS = 'data/rehearsal-books';
