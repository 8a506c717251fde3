namespace ContentApi.Web.Problems;

/// <summary>Collects the faults of a request by parameter or member name. Keeps the first ones and counts the rest.</summary>
internal sealed class FaultList
{
    /// <summary>Maximum number of names in a problem, and of faults for each name.</summary>
    public const int Most = 100;

    private readonly Dictionary<string, string[]> listed = new(StringComparer.Ordinal);

    /// <summary>Gets the number of faults that are counted but not kept.</summary>
    public int Unlisted { get; private set; }

    public bool IsEmpty => listed.Count == 0;

    /// <summary>Adds a fault. Creates its name and text only while there is room for more faults.</summary>
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
