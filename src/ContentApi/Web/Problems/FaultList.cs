namespace ContentApi.Web.Problems;

/// <summary>Collects the faults of a request by parameter or member name. Keeps the first fault of each name and counts the rest.</summary>
internal sealed class FaultList
{
    /// <summary>Maximum number of names in a problem. In the contract, it also bounds the number of faults of each name.</summary>
    public const int MaxFaults = 100;

    private readonly Dictionary<string, string[]> faults = new(StringComparer.Ordinal);

    /// <summary>Gets the number of faults that are counted but not kept.</summary>
    public int UnlistedCount { get; private set; }

    public bool IsEmpty => faults.Count == 0;

    /// <summary>Adds a fault. Does not create its name and text if the list is full.</summary>
    public void Add(Func<string> name, Func<string> fault)
    {
        if (faults.Count >= MaxFaults || !faults.TryAdd(name(), [fault()]))
        {
            UnlistedCount++;
        }
    }

    /// <summary>Adds a fault.</summary>
    public void Add(string name, string fault) => Add(() => name, () => fault);

    /// <summary>Returns the 400 that lists the faults.</summary>
    public ProblemResult ToProblem() =>
        new(ProblemKind.InvalidRequest, string.Join(' ', faults.Select(fault => $"{ProblemBounds.TruncateName(fault.Key)} {fault.Value[0]}")), faults) { UnlistedCount = UnlistedCount };
}
