using System.Reflection;
using ContentApi.Core.Model;

namespace ContentApi.Web.Security;

/// <summary>The API key holder that sent a request. Bound as a handler parameter; null without a key.</summary>
internal sealed record Caller(Guid KeyId, string Name, IReadOnlySet<Scope> Scopes)
{
    /// <summary>Gets the caller as the author of a change.</summary>
    public Actor Actor => new(KeyId, Name);

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(From(context));

    public static Caller? From(HttpContext context) => context.Features.Get<Caller>();
}
