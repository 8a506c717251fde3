namespace ContentApi.Web.Problems;

/// <summary>Collects the faults of a request under the parameter or member that has each. The first are kept, the others counted.</summary>
internal sealed class FaultList
{
    /// <summary>How many names a problem lists, and how many faults of each.</summary>
    public const int Most = 100;

    private readonly Dictionary<string, string[]> listed = new(StringComparer.Ordinal);

    /// <summary>Gets how many faults are only counted.</summary>
    public int Unlisted { get; private set; }

    public bool IsEmpty => listed.Count == 0;

    /// <summary>Adds a fault. Name and text are made only where the fault is kept.</summary>
    public void Add(Func<string> name, Func<string> fault)
    {
        if (listed.Count >= Most || !listed.TryAdd(name(), [fault()]))
        {
            Unlisted++;
        }
    }

    /// <summary>Adds a fault.</summary>
    public void Add(string name, string fault) => Add(() => name, () => fault);

    /// <summary>Returns the 400 that lists the faults.</summary>
    public ProblemResult ToProblem() =>
        new(ProblemKind.InvalidRequest, string.Join(' ', listed.Select(fault => $"{ProblemBounds.CutName(fault.Key)} {fault.Value[0]}")), listed) { Unlisted = Unlisted };
}
