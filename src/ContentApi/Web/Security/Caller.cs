using System.Reflection;
using ContentApi.Core.Model;

namespace ContentApi.Web.Security;

/// <summary>Who sent a request: the holder of a key. Handlers take it as a parameter; null without a key.</summary>
internal sealed record Caller(Guid KeyId, string Name, IReadOnlySet<Scope> Scopes)
{
    /// <summary>Gets the caller as the author of a change.</summary>
    public Actor Actor => new(KeyId, Name);

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(From(context));

    public static Caller? From(HttpContext context) => context.Features.Get<Caller>();
}
