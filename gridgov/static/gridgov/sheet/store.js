// Unsaved operations kept on this machine: one entry each, under the user and the evaluation they belong to.
// Another user's page reads other keys and so never sends them. Without storage (private mode) memory must do.

export class Store {
  constructor(user, evaluation) {
    this.prefix = `gridgov-operation:${user}:${evaluation}:`;
  }

  load() {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .sort()
        .map((key) => JSON.parse(localStorage.getItem(key)));
    } catch {
      return [];
    }
  }

  keep(operation) {
    try {
      localStorage.setItem(this.prefix + operation.key, JSON.stringify(operation));
      return true;
    } catch {
      return false;
    }
  }

  drop(operation) {
    try {
      localStorage.removeItem(this.prefix + operation.key);
    } catch {
      // Nothing was kept.
    }
  }
}
