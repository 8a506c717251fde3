namespace ContentApi.Publishing;

/// <summary>
/// The result of saving a collection: what was saved, or the faults of its stories. Neither if the collection has changed since the caller
/// read it.
/// </summary>
internal sealed record CollectionSaveResult(StoredCollection? Saved, IReadOnlyList<CollectionFault> Faults);
