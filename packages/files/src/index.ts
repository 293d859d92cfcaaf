export { attempt, ioError } from './io-error.js';
export { makeFile } from './make-file.js';
export { type FolderOptions, makeFolder } from './make-folder.js';
export { syncFileNow } from './sync-file.js';
export { syncFolder, syncFolderNow } from './sync-folder.js';
