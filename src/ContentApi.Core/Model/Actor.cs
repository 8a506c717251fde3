namespace ContentApi.Core.Model;

/// <summary>Who changes something: a key, or a part of the program. It stands in the audit.</summary>
internal sealed record Actor(Guid? KeyId, string Name)
{
    public static readonly Actor Import = new(null, "import");
    public static readonly Actor Scheduler = new(null, "scheduler");
    public static readonly Actor CommandLine = new(null, "command line");
}
