using System.Reflection;

namespace ContentApi.Access;

/// <summary>Who sent a request: the holder of a key. Handlers take it as a parameter; null without a key.</summary>
internal sealed record Caller(Guid KeyId, string Name, IReadOnlySet<Scope> Scopes)
{
    /// <summary>Gets the caller as the author of a change.</summary>
    public Actor Actor => new(KeyId, Name);

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Of(context));

    public static Caller? Of(HttpContext context) => context.Features.Get<Caller>();
}

/// <summary>Who changes something: a key, or a part of the program. It stands in the audit.</summary>
internal sealed record Actor(Guid? KeyId, string Name)
{
    public static readonly Actor Import = new(null, "import");
    public static readonly Actor Scheduler = new(null, "scheduler");
    public static readonly Actor CommandLine = new(null, "command line");
}
